import { MantineProvider, createTheme } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles';
import { Console } from './App';
import { newQueryClient } from './api/queries';
import { start, takeTokenFromAddress } from './api/session';

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
