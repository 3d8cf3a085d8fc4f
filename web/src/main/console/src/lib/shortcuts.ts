import { useEffect, useRef } from 'react';

const PREFIX_MILLISECONDS = 1_200;

/** Keys such as `/` and pairs such as `g b`; silent while somebody types. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let prefix = '';
    let prefixAt = 0;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || types(event.target)) {
        return;
      }
      const fresh = prefix !== '' && event.timeStamp - prefixAt < PREFIX_MILLISECONDS;
      const action = latest.current[fresh ? `${prefix} ${event.key}` : event.key];
      prefix = '';
      if (action !== undefined) {
        event.preventDefault();
        action();
      } else if (event.key.length === 1) {
        prefix = event.key;
        prefixAt = event.timeStamp;
      }
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

function types(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('[role="dialog"]') !== null ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
