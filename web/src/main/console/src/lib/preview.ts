export type Preview = { kind: 'text'; text: string } | { kind: 'hex'; text: string };

const BYTES_PER_LINE = 16;

/** Text if the bytes are UTF-8 without control characters, else a hex dump. */
export function preview(bytes: Uint8Array): Preview {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) {
      return { kind: 'text', text };
    }
  } catch {
    // Not UTF-8.
  }
  return { kind: 'hex', text: hexDump(bytes) };
}

export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
    const line = Array.from(bytes.subarray(at, at + BYTES_PER_LINE));
    const hex = line.map((b) => b.toString(16).padStart(2, '0')).join(' ');
    const text = line.map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join('\n');
}
