import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { apiUrl } from '../api/client';
import { s } from '../strings';
import { Pre } from '../ui/basics';
import { Icon } from '../ui/icons';

const c = s.signed;

/** The signed certificate of a bag or a task, to be kept and checked without this server. */
export function CertificateLinks({ path, name }: { path: string; name: string }): ReactElement {
  const address = (format: string) => apiUrl(`${path}/certificate?format=${format}`);
  return (
    <div className="gb-stack">
      <div className="gb-row">
        {(['pdf', 'json'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            size="xs"
            variant="default"
            href={address(format)}
            download
            title={c.help[format]}
            leftSection={<Icon name="download" />}
          >
            {c.button[format]}
          </Button>
        ))}
      </div>
      <details>
        <summary className="gb-soft gb-small">{c.check}</summary>
        <Pre text={`gridbourse certificate verify certificate-${name}.pdf --signer OWNER-OF-THE-POOL`} what={c.check} wrap />
      </details>
    </div>
  );
}
