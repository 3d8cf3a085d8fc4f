import { MantineProvider, createTheme } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles';
import { Console } from './App';
import { newQueryClient } from './api/queries';
import { start, takeTokenFromAddress } from './api/session';

const RELOAD_APART_MILLISECONDS = 30_000;

const theme = createTheme({
  cursorType: 'pointer',
  components: {
    // The scroll lock would add a style element, which the content security policy forbids.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
  },
});
const queries = newQueryClient();
const token = takeTokenFromAddress();
void start(token);

// A newer server has other files: a part that is gone is asked for once more with the new page.
addEventListener('vite:preloadError', (event) => {
  const key = 'gridbourse-reloaded';
  const last = Number(sessionStorage.getItem(key) ?? 0);
  if (Date.now() - last > RELOAD_APART_MILLISECONDS) {
    event.preventDefault();
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  }
});

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no element with the id root');
}
// Variables and classes of Mantine come from its style sheets, not from style elements made at
// run time: the content security policy is default-src 'self'.
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <Console queries={queries} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
