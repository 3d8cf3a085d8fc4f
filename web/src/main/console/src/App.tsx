import { ActionIcon, Kbd, Modal, TextInput, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import { Component, lazy, Suspense, useEffect, useRef, useState, type ReactElement, type ReactNode, type RefObject } from 'react';
import { follow, useFreshness } from './api/live';
import { signOut, useSession } from './api/session';
import type { About } from './api/types';
import { find } from './lib/find';
import { go, href, usePlace, type Place } from './lib/router';
import { useShortcuts } from './lib/shortcuts';
import { BagPage } from './pages/Bag';
import { BagsPage } from './pages/Bags';
import { HomePage } from './pages/Home';
import { SignInPage } from './pages/SignIn';
import { s } from './strings';
import { Empty, Loading, PageHead, Trouble } from './ui/basics';
import { Icon, type IconName } from './ui/icons';

// The pages that one does not open first come when they are asked for.
const AccountsPage = lazy(async () => ({ default: (await import('./pages/Accounts')).AccountsPage }));
const AddressPage = lazy(async () => ({ default: (await import('./pages/Address')).AddressPage }));
const AppsPage = lazy(async () => ({ default: (await import('./pages/Apps')).AppsPage }));
const DealPage = lazy(async () => ({ default: (await import('./pages/Deals')).DealPage }));
const DealsPage = lazy(async () => ({ default: (await import('./pages/Deals')).DealsPage }));
const DisputePage = lazy(async () => ({ default: (await import('./pages/Disputes')).DisputePage }));
const DisputesPage = lazy(async () => ({ default: (await import('./pages/Disputes')).DisputesPage }));
const LeasePage = lazy(async () => ({ default: (await import('./pages/Lease')).LeasePage }));
const SubmitPage = lazy(async () => ({ default: (await import('./pages/Submit')).SubmitPage }));
const PoolsPage = lazy(async () => ({ default: (await import('./pages/Pools')).PoolsPage }));
const TaskPage = lazy(async () => ({ default: (await import('./pages/Task')).TaskPage }));
const WorkerPage = lazy(async () => ({ default: (await import('./pages/Workers')).WorkerPage }));
const WorkersPage = lazy(async () => ({ default: (await import('./pages/Workers')).WorkersPage }));

const NAVIGATION: readonly { path: string; word: string; icon: IconName }[] = [
  { path: '', word: s.nav.home, icon: 'home' },
  { path: 'bags', word: s.nav.bags, icon: 'bags' },
  { path: 'workers', word: s.nav.workers, icon: 'workers' },
  { path: 'deals', word: s.nav.deals, icon: 'deals' },
  { path: 'disputes', word: s.nav.disputes, icon: 'scales' },
  { path: 'accounts', word: s.nav.accounts, icon: 'coins' },
  { path: 'apps', word: s.nav.apps, icon: 'apps' },
  { path: 'pools', word: s.nav.pools, icon: 'pools' },
];

export function Console({ queries }: { queries: QueryClient }): ReactElement {
  const session = useSession();
  const signedIn = session.kind === 'in';
  useEffect(() => {
    if (!signedIn) {
      return undefined;
    }
    const stop = follow(queries);
    return () => {
      stop();
      queries.clear();
    };
  }, [signedIn, queries]);
  return session.kind === 'in' ? <Shell about={session.about} /> : <SignInPage session={session} />;
}

function Shell({ about }: { about: About }): ReactElement {
  const place = usePlace();
  const search = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLElement>(null);
  const [keysShown, setKeysShown] = useState(false);
  const toggleTheme = useThemeToggle();
  useShortcuts({
    '/': () => search.current?.focus(),
    '?': () => setKeysShown(true),
    t: toggleTheme,
    'g h': () => go(href([])),
    'g b': () => go(href(['bags'])),
    'g n': () => go(href(['bags', 'new'])),
    'g w': () => go(href(['workers'])),
    'g d': () => go(href(['deals'])),
    'g a': () => go(href(['accounts'])),
    'g p': () => go(href(['apps'])),
    'g o': () => go(href(['pools'])),
    'g c': () => go(href(['disputes'])),
  });
  const where = place.path.join('/');
  const before = useRef(where);
  useEffect(() => {
    // A new page starts at its top and takes the focus, so that a screen reader says so.
    if (before.current !== where) {
      before.current = where;
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [where]);
  return (
    <div className="gb-shell">
      <Head
        about={about}
        search={search}
        onSkip={() => main.current?.focus()}
        onKeys={() => setKeysShown(true)}
        onTheme={toggleTheme}
      />
      <Navigation at={place.path[0] ?? ''} />
      <main className="gb-main" ref={main} tabIndex={-1}>
        <Boundary key={where}>
          <Suspense fallback={<Loading />}>{pageOf(place, about)}</Suspense>
        </Boundary>
      </main>
      <Modal opened={keysShown} onClose={() => setKeysShown(false)} title={s.keys.title}>
        <dl className="gb-keys">
          {s.keys.list.flatMap(([keys, meaning]) => [
            <dt key={keys}>
              {keys.split(' ').map((key) => (
                <Kbd key={key} mr={4}>
                  {key}
                </Kbd>
              ))}
            </dt>,
            <dd key={meaning}>{meaning}</dd>,
          ])}
        </dl>
      </Modal>
    </div>
  );
}

function useThemeToggle(): () => void {
  // To stop transitions, Mantine would add a style element, which the content security policy forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme();
  return () => setColorScheme(scheme === 'dark' ? 'light' : 'dark');
}

function Head(props: {
  about: About;
  search: RefObject<HTMLInputElement | null>;
  onSkip: () => void;
  onKeys: () => void;
  onTheme: () => void;
}): ReactElement {
  const scheme = useComputedColorScheme();
  const themeLabel = scheme === 'dark' ? s.theme.toLight : s.theme.toDark;
  const [text, setText] = useState('');
  const button = { variant: 'subtle', color: 'gray', size: 'lg' } as const;
  return (
    <header className="gb-head">
      <button type="button" className="gb-skip" onClick={props.onSkip}>
        {s.skip}
      </button>
      <a className="gb-brand" href={href([])}>
        <img src="./favicon.svg" width={24} height={24} alt="" />
        {s.product}
      </a>
      <form
        className="gb-search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const target = find(text);
          if (target !== undefined) {
            setText('');
            go(target);
          }
        }}
      >
        <TextInput
          ref={props.search}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          aria-label={s.search.label}
          placeholder={s.search.placeholder}
          title={s.search.hint}
          leftSection={<Icon name="search" />}
          rightSection={<Kbd size="xs">/</Kbd>}
        />
      </form>
      <div className="gb-head-end">
        <FreshnessMark />
        <ActionIcon {...button} className="gb-wide" aria-label={s.keys.open} title={s.keys.open} onClick={props.onKeys}>
          <Icon name="keyboard" />
        </ActionIcon>
        <ActionIcon {...button} aria-label={themeLabel} title={themeLabel} onClick={props.onTheme}>
          <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
        </ActionIcon>
        <span className="gb-user" title={s.signIn.as(props.about.user ?? '')}>
          {props.about.user}
        </span>
        <ActionIcon {...button} aria-label={s.signIn.out} title={s.signIn.out} onClick={() => void signOut()}>
          <Icon name="out" />
        </ActionIcon>
      </div>
    </header>
  );
}

const FRESH_ICONS: Record<string, IconName> = {
  live: 'dot',
  polling: 'poll',
  offline: 'alert',
  connecting: 'wait',
};

function FreshnessMark(): ReactElement {
  const mode = useFreshness();
  const [word, meaning] = s.fresh[mode] ?? [mode, ''];
  return (
    <span className="gb-fresh" data-mode={mode} title={meaning} role="status">
      <Icon name={FRESH_ICONS[mode] ?? 'dot'} size={13} />
      {word}
    </span>
  );
}

function Navigation({ at }: { at: string }): ReactElement {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the bar scrolls sideways.
    const entry = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (entry && bar.current) {
      bar.current.scrollLeft = entry.offsetLeft - bar.current.clientWidth / 2 + entry.clientWidth / 2;
    }
  }, [at]);
  return (
    <nav
      ref={bar}
      className="gb-nav"
      aria-label={s.nav.label}
    >
      <ul>
        {NAVIGATION.map(({ path, word, icon }) => (
          <li key={path}>
            <a href={href(path === '' ? [] : [path])} aria-current={at === path ? 'page' : undefined}>
              <Icon name={icon} />
              {word}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function pageOf(place: Place, about: About): ReactNode {
  const [first, second, third, fourth] = place.path;
  switch (first) {
    case undefined:
      return <HomePage about={about} />;
    case 'bags':
      if (second === undefined) {
        return <BagsPage />;
      }
      if (second === 'new' && third === undefined) {
        return <SubmitPage />;
      }
      if (third === 'tasks' && fourth !== undefined && /^\d+$/.test(fourth)) {
        return <TaskPage bag={second} index={Number(fourth)} about={about} />;
      }
      return third === undefined ? <BagPage id={second} about={about} /> : <NoPage path={place.path.join('/')} />;
    case 'workers':
      return second === undefined ? <WorkersPage about={about} /> : <WorkerPage address={second} />;
    case 'deals':
      return second === undefined ? <DealsPage /> : <DealPage id={second} />;
    case 'disputes':
      return second === undefined ? <DisputesPage about={about} /> : <DisputePage id={second} about={about} />;
    case 'leases':
      return second === undefined ? <NoPage path="leases" /> : <LeasePage id={second} />;
    case 'accounts':
      return <AccountsPage about={about} />;
    case 'apps':
      return <AppsPage />;
    case 'pools':
      return <PoolsPage />;
    case 'address':
      return <AddressPage address={second ?? ''} />;
    default:
      return <NoPage path={place.path.join('/')} />;
  }
}

function NoPage({ path }: { path: string }): ReactElement {
  return (
    <>
      <PageHead title={s.problem.notFoundTitle} />
      <Empty title={s.problem.notFound(path)} text="">
        <a href={href([])}>{s.problem.goHome}</a>
      </Empty>
    </>
  );
}

/** Keeps the shell when a page cannot be drawn. */
class Boundary extends Component<{ children: ReactNode }, { failure: unknown }> {
  override state: { failure: unknown } = { failure: undefined };

  static getDerivedStateFromError(failure: unknown): { failure: unknown } {
    return { failure };
  }

  override render(): ReactNode {
    return this.state.failure === undefined ? (
      this.props.children
    ) : (
      <Trouble failure={this.state.failure} />
    );
  }
}
