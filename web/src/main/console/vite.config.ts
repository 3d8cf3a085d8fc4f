import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.GRIDBOURSE_SERVER ?? 'http://127.0.0.1:8099';
const proxied = { target: server, changeOrigin: false };

export default defineConfig({
  // Relative, so that the console works under any context root and behind any prefix.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2022',
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': proxied, '/health': proxied },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
