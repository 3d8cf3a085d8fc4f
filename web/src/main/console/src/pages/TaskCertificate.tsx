import type { ReactElement } from 'react';
import { ApiProblem } from '../api/client';
import { useCertificate } from '../api/queries';
import type { Certificate, Task } from '../api/types';
import { confidence, integer, odds } from '../lib/format';
import { methodsOf, methodText } from '../lib/methods';
import { s } from '../strings';
import { Details, Hex, Loaded, Pre } from '../ui/basics';
import { Icon } from '../ui/icons';
import { CertificateLinks } from './CertificateLinks';

const c = s.task;

/** The certificate of a task, wherever the server has it. */
export function useTaskCertificate(
  task: Task | undefined,
  bag: string,
  index: number,
): { certificate: Certificate | undefined; read: ReturnType<typeof useCertificate> } {
  const decided = task !== undefined && isDecided(task);
  const read = useCertificate(bag, index, decided && task.certificate === undefined);
  return { certificate: task?.certificate ?? read.data, read };
}

function isDecided(task: Task): boolean {
  return task.state === 'CERTIFIED' || task.state === 'FAILED';
}

export function CertificateCard(props: {
  task: Task;
  certificate: Certificate | undefined;
  read: ReturnType<typeof useCertificate>;
}): ReactElement {
  const { task, certificate, read } = props;
  const missing = read.error instanceof ApiProblem && read.error.problem.status === 404;
  const waits = certificate === undefined && isDecided(task) && !missing;
  return (
    <section className="gb-card" aria-label={c.certificate}>
      <h2>{c.certificate}</h2>
      {certificate !== undefined ? <CertificateBody certificate={certificate} /> : null}
      {certificate?.settlementTransaction === undefined ? null : (
        <CertificateLinks path={`bags/${task.bag}/tasks/${task.index}`} name={`${task.bag}-${task.index}`} />
      )}
      {certificate === undefined && !waits ? (
        <Details
          rows={[
            [c.id, <Hex value={task.task} what={c.id} />],
            [c.certificate, c.noCertificate],
          ]}
        />
      ) : null}
      {waits ? (
        <Loaded answer={read} rows={2}>
          {() => null}
        </Loaded>
      ) : null}
    </section>
  );
}

function CertificateBody({ certificate }: { certificate: Certificate }): ReactElement {
  const { parts } = methodsOf(certificate.method);
  return (
    <div className="gb-stack">
      {certificate.doubt === undefined ? null : (
        <p className="gb-alarm" role="note">
          <Icon name="alert" /> {certificate.doubt}
        </p>
      )}
      <Details
        rows={[
          [
            c.method,
            <>
              <strong>{methodText(certificate.method)}</strong>
              {parts.map(({ name, meaning }) =>
                meaning === '' ? null : (
                  <div key={name} className="gb-soft gb-small">
                    {meaning}
                  </div>
                ),
              )}
            </>,
          ],
          [c.credibility, `${confidence(certificate.credibility)} (${certificate.accepted})`],
          [c.trust, integer(certificate.trust)],
          [
            c.bound,
            <strong className="gb-num" title={String(certificate.errorBound)}>
              {odds(certificate.errorBound)}
            </strong>,
          ],
        ]}
      />
      {certificate.derivation.length === 0 ? null : (
        <div>
          <h3 className="gb-label">{c.follows}</h3>
          <ol className="gb-derivation">
            {certificate.derivation.map((step, n) => (
              <li key={n}>{step}</li>
            ))}
          </ol>
        </div>
      )}
      <Evidence certificate={certificate} />
    </div>
  );
}

function Evidence({ certificate }: { certificate: Certificate }): ReactElement {
  const { resultsRoot, settlementTransaction, drawKey, proof } = certificate;
  return (
    <Details
      rows={[
        [c.id, <Hex value={certificate.task} what={c.id} />],
        [c.digest, <Hex value={certificate.digest} what={c.digest} />],
        [c.root, resultsRoot === undefined ? undefined : <Hex value={resultsRoot} what={c.root} />],
        [
          c.settlement,
          settlementTransaction === undefined ? undefined : (
            <Hex value={settlementTransaction} what={c.settlement} />
          ),
        ],
        [
          c.proof,
          proof.length === 0 ? (
            c.proofHelp(0)
          ) : (
            <details>
              <summary>{c.proofHelp(proof.length)}</summary>
              <Pre text={proof.join('\n')} what={c.proof} wrap />
            </details>
          ),
        ],
        [
          c.drawKey,
          drawKey === undefined ? undefined : (
            <span title={c.drawKeyHelp}>
              <Hex value={drawKey} what={c.drawKey} />
            </span>
          ),
        ],
      ]}
    />
  );
}
