package io.gridbourse.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.StaticStruct;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;

/**
 * The example of a contract that asks the grid: a game of chess that knows no rules. What it says
 * is as of the chain's head.
 */
public final class ChessGame {
  /** The position in which games begin. */
  public static final String START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR_w_KQkq_-_0_1";

  private static final Event ANSWERED =
      new Event(
          "Answered",
          List.of(
              TypeReference.create(Bytes32.class, true),
              TypeReference.create(Uint8.class),
              TypeReference.create(Utf8String.class)));

  private final Web3j web3j;
  private final String address;
  private final Terms terms;

  /** The game at {@code address}, made with these terms. */
  public ChessGame(Web3j web3j, String address, Terms terms) {
    this.web3j = web3j;
    this.address = Hex.address(address, "game");
    this.terms = terms;
  }

  /**
   * What a game asks the grid for.
   *
   * @param app that knows the rules
   * @param appPriceMax in nRLC
   * @param poolPriceMax in nRLC
   * @param patienceSeconds after which a question may be asked again
   */
  public record Terms(
      String app,
      BigInteger appPriceMax,
      BigInteger poolPriceMax,
      long category,
      long trust,
      long patienceSeconds) {
    Type<?> toAbi() {
      return new StaticStruct(
          new Address(Hex.address(app, "app")),
          new Uint256(appPriceMax),
          new Uint256(poolPriceMax),
          new Uint256(BigInteger.valueOf(category)),
          new Uint256(BigInteger.valueOf(trust)),
          new Uint256(BigInteger.valueOf(patienceSeconds)));
    }
  }

  /** What a game is doing, as the contract counts it. */
  public enum Phase {
    /** A player has to move. */
    MOVING,
    /** The grid is asked about a move. */
    ASKING,
    /** Over. */
    WHITE_WON,
    /** Over. */
    BLACK_WON,
    /** Over. */
    DRAWN
  }

  /** What the grid says of a move, as the contract counts it. */
  public enum Verdict {
    /** The move was taken back. */
    ILLEGAL,
    /** The game goes on. */
    PLAYING,
    /** The game goes on. */
    CHECK,
    /** Who moved has won. */
    CHECKMATE,
    /** Nobody has won. */
    STALEMATE
  }

  /** Code and arguments that make a game, to be sent without a receiver. */
  public static String creation(
      String hub, Terms terms, String white, String black, String position) {
    return LedgerDeployment.codeOf("ChessGame")
        + FunctionEncoder.encodeConstructor(
            List.of(
                new Address(Hex.address(hub, "hub")),
                terms.toAbi(),
                new Address(Hex.address(white, "white")),
                new Address(Hex.address(black, "black")),
                new Utf8String(position)));
  }

  /** To the game, by the player whose turn it is: a move such as e2e4 or e7e8q. */
  public static String play(String move) {
    return FunctionEncoder.encode(new Function("play", List.of(new Utf8String(move)), List.of()));
  }

  /** To the game, by anybody, when it is over: pays what it holds. */
  public static String payOut() {
    return FunctionEncoder.encode(new Function("payOut", List.of(), List.of()));
  }

  /** Where the game is. */
  public String address() {
    return address;
  }

  /** What it is doing. */
  public Phase phase() {
    return Phase.values()[
        ((Uint8) call("phase", new TypeReference<Uint8>() {})).getValue().intValueExact()];
  }

  /** The position, in Forsyth-Edwards notation with underscores. */
  public String position() {
    return ((Utf8String) call("position", new TypeReference<Utf8String>() {})).getValue();
  }

  /** The task whose answer it waits for. */
  public String asked() {
    return Hex.text(((Bytes32) call("asked", new TypeReference<Bytes32>() {})).getValue());
  }

  /** What the hub called it back with about a task; empty as long as it has not. */
  public Optional<Verdict> answer(String task) {
    EthFilter filter =
        new EthFilter(
            DefaultBlockParameterName.EARLIEST, DefaultBlockParameterName.LATEST, address);
    filter.addSingleTopic(EventEncoder.encode(ANSWERED)).addSingleTopic(task);
    try {
      EthLog found = web3j.ethGetLogs(filter).send();
      if (found.hasError()) {
        throw new LedgerException("logs of " + address + ": " + found.getError().getMessage());
      }
      return found.getLogs().isEmpty()
          ? Optional.empty()
          : Optional.of(verdict((Log) found.getLogs().get(0).get()));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static Verdict verdict(Log log) {
    List<?> values =
        FunctionReturnDecoder.decode(log.getData(), ANSWERED.getNonIndexedParameters());
    return Verdict.values()[((Uint8) values.get(0)).getValue().intValueExact()];
  }

  /**
   * The request order that it has signed on the ledger.
   *
   * @param move that it asks about
   * @param number of the question, from 1
   */
  public RequestOrder question(String move, long number) {
    return new RequestOrder(
        terms.app(),
        terms.appPriceMax(),
        Hex.ADDRESS_ZERO,
        BigInteger.ZERO,
        Hex.ADDRESS_ZERO,
        terms.poolPriceMax(),
        address,
        BigInteger.ONE,
        Hex.WORD_ZERO,
        BigInteger.valueOf(terms.category()),
        BigInteger.valueOf(terms.trust()),
        address,
        address,
        "{\"iexec_args\":\"--form abi --position " + position() + " --move " + move + "\"}",
        "0x" + "%064x".formatted(number),
        "0x");
  }

  private Type<?> call(String name, TypeReference<?> result) {
    Function function = new Function(name, List.of(), List.of(result));
    Transaction transaction =
        Transaction.createEthCallTransaction(
            Hex.ADDRESS_ZERO, address, FunctionEncoder.encode(function));
    EthCall answer;
    try {
      answer = web3j.ethCall(transaction, DefaultBlockParameterName.LATEST).send();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    if (answer.hasError()) {
      throw new LedgerException(name + ": " + answer.getError().getMessage());
    }
    List<?> values =
        FunctionReturnDecoder.decode(answer.getValue(), function.getOutputParameters());
    if (values.isEmpty()) {
      throw new LedgerException("%s of %s answered nothing: no game".formatted(name, address));
    }
    return (Type<?>) values.get(0);
  }
}
