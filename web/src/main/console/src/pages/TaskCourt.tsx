import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { challengeTask, useChallenge, useOne } from '../api/queries';
import type { About, Acceptance, Account, Challenge } from '../api/types';
import { useNow } from '../lib/clock';
import { amountText, duration, integer } from '../lib/format';
import { href } from '../lib/router';
import { s } from '../strings';
import { Amount, Details, Hex, State, Time, Trouble } from '../ui/basics';
import { Icon } from '../ui/icons';

const a = s.accept;

/** How the ledger took a result on one vote, how long it may be doubted, and the way to do so. */
export function AcceptanceCard(props: {
  bag: string;
  index: number;
  acceptance: Acceptance;
  about: About;
}): ReactElement {
  const { bag, index, acceptance } = props;
  const now = useNow();
  const left = (Date.parse(acceptance.challengeUntil) - now) / 1000;
  const isOpen = acceptance.state === 'OPEN' && left > 0;
  const key = `gridbourse-challenged-${bag}/${index}`;
  const [sent, setSent] = useState(() => sessionStorage.getItem(key) !== null);
  const challenge = useChallenge(bag, index, sent).data;
  // The certificate names the dispute once it is open; before that only who sent the challenge asks.
  const isPending = challenge?.state === 'PLANNED' || challenge?.state === 'SENT';
  const dispute = acceptance.dispute ?? challenge?.dispute;
  return (
    <section className="gb-card" aria-label={a.title}>
      <div className="gb-between gb-card-head">
        <h2>{a.title}</h2>
        <State state={isOpen ? 'OPEN' : acceptance.state === 'OPEN' ? 'OVER' : acceptance.state} />
      </div>
      <div className="gb-stack">
        <p>{isOpen ? a.open : acceptance.sentence}</p>
        <Details
          rows={[
            [
              a.window,
              <span className="gb-row">
                <Time at={acceptance.challengeUntil} seconds />
                <span className="gb-soft">{isOpen ? a.left(duration(left)) : a.closed}</span>
              </span>,
            ],
            [
              a.dispute,
              dispute === undefined ? undefined : (
                <a href={href(['disputes', dispute])}>{s.court.one(String(dispute))}</a>
              ),
            ],
            [
              a.corrected,
              acceptance.corrected === undefined ? undefined : (
                <Hex value={acceptance.corrected} what={a.corrected} />
              ),
            ],
            [a.transaction, <Hex value={acceptance.transaction} what={a.transaction} />],
          ]}
        />
        <Progress challenge={challenge} hidden={dispute !== undefined} />
        {isOpen && !isPending && acceptance.corrected === undefined ? (
          <ChallengeButton
            {...props}
            onSent={() => {
              // Until the court has it only this page knows, and it may be loaded again.
              sessionStorage.setItem(key, 'sent');
              setSent(true);
            }}
          />
        ) : null}
      </div>
    </section>
  );
}

/** What became of a challenge that the court does not have yet. */
function Progress(props: { challenge: Challenge | undefined; hidden: boolean }): ReactElement | null {
  const { challenge } = props;
  if (challenge === undefined || props.hidden || challenge.state === 'OPENED') {
    return null;
  }
  const text = challenge.state === 'REFUSED' ? a.REFUSED(challenge.reason ?? '') : a[challenge.state];
  return (
    <p className="gb-row" role="status">
      <State state={challenge.state === 'REFUSED' ? 'REFUSED' : 'PENDING'} />
      {text}
    </p>
  );
}

function ChallengeButton(props: {
  bag: string;
  index: number;
  acceptance: Acceptance;
  about: About;
  onSent: () => void;
}): ReactElement {
  const { bag, index, acceptance, about, onSent } = props;
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const challenge = useMutation({
    mutationFn: () => challengeTask(bag, index),
    onSuccess: () => {
      setAsking(false);
      onSent();
      void queries.invalidateQueries({ queryKey: ['disputes'] });
      return queries.invalidateQueries({ queryKey: ['bag', bag] });
    },
  });
  const account = useOne<Account>('accounts', asking ? (about.account ?? '') : '');
  const free = account.data?.free;
  const isShort = free !== undefined && BigInt(free) < BigInt(acceptance.stake);
  const stake = amountText(acceptance.stake);
  return (
    <div>
      <Button variant="default" leftSection={<Icon name="scales" />} onClick={() => setAsking(true)}>
        {a.action}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={a.ask(s.task.page(integer(index)).toLowerCase())}
      >
        <div className="gb-stack">
          <p>{a.explain}</p>
          <Details
            rows={[
              [
                a.stake,
                <>
                  <Amount nano={acceptance.stake} /> <span className="gb-soft">({a.stakeNote})</span>
                </>,
              ],
              [a.right, a.rightNote(amountText(acceptance.bountyMax))],
              [a.wrong, a.wrongNote(stake)],
              [a.undecided, a.undecidedNote],
              [
                a.free,
                <>
                  {free === undefined ? s.none : <Amount nano={free} />}
                  {isShort ? <span className="gb-alarm gb-block">{a.short}</span> : null}
                </>,
              ],
            ]}
          />
          {challenge.error === null ? null : <Trouble failure={challenge.error} />}
          <div className="gb-row">
            <Button loading={challenge.isPending} disabled={isShort} onClick={() => challenge.mutate()}>
              {a.yes(stake)}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {a.no}
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}
