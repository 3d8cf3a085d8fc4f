import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import { signIn, type Session } from '../api/session';
import { s } from '../strings';
import { Loading, Trouble } from '../ui/basics';
import { ApiProblem } from '../api/client';

export function SignInPage({ session }: { session: Exclude<Session, { kind: 'in' }> }): ReactElement {
  const [token, setToken] = useState('');
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = s.title(s.signIn.page);
  }, []);
  if (session.kind === 'starting') {
    return (
      <main className="gb-sign">
        {session.problem === undefined ? (
          <Loading rows={1} />
        ) : (
          <Trouble failure={new ApiProblem(session.problem)} />
        )}
      </main>
    );
  }
  // What the server says of an unknown token is meant for programs.
  const isUnknown = session.problem?.status === 401;
  const complaint = empty ? s.signIn.empty : isUnknown ? s.signIn.unknown : undefined;
  return (
    <main className="gb-sign">
      <form
        className="gb-card"
        onSubmit={(event) => {
          event.preventDefault();
          const given = token.trim();
          setEmpty(given === '');
          if (given !== '') {
            setBusy(true);
            void signIn(given).finally(() => setBusy(false));
          }
        }}
      >
        <div className="gb-row">
          <img src="./favicon.svg" width={30} height={30} alt="" />
          <h1>{s.signIn.heading}</h1>
        </div>
        {session.ended ? <p role="status">{s.signIn.ended}</p> : null}
        {session.problem === undefined || isUnknown ? null : <Trouble failure={new ApiProblem(session.problem)} />}
        <PasswordInput
          label={s.signIn.token}
          description={s.signIn.help}
          placeholder={s.signIn.placeholder}
          autoComplete="current-password"
          autoFocus
          value={token}
          error={complaint}
          onChange={(event) => setToken(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          {s.signIn.action}
        </Button>
      </form>
    </main>
  );
}
