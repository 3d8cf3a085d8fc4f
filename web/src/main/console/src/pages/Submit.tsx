import { Alert, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { ApiProblem } from '../api/client';
import { quoteBag, submitBag, useApps } from '../api/queries';
import type { Quote } from '../api/types';
import {
  COMPARATORS,
  EMPTY,
  faultsOf,
  RUNG_NAMES,
  RUNGS,
  specOf,
  type Comparator,
  type Draft,
  type Rung,
  type Verify,
} from '../lib/draft';
import { amountText, integer, share100 } from '../lib/format';
import { go, href, usePlace } from '../lib/router';
import { s } from '../strings';
import { Details, PageHead, Pre, State, Time, Trouble } from '../ui/basics';
import { Icon } from '../ui/icons';

const f = s.submit;

/** Inputs stand in one line although some have more to say. */
const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'error', 'description'];

/** How every part of the form reads and changes the draft. */
interface Form {
  draft: Draft;
  set: (more: Partial<Draft>) => void;
  /** What the server says is wrong with an input. */
  fault: (input: string) => string | undefined;
}

/** A form that makes a BagSpec, previews what it would cost, and submits it. */
export function SubmitPage(): ReactElement {
  const { query } = usePlace();
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, app: query.get('app') ?? '' });
  const spec = useMemo(() => specOf(draft), [draft]);
  const text = JSON.stringify(spec, null, 2);
  const quote = useMutation({ mutationFn: (asked: { spec: unknown; text: string }) => quoteBag(asked.spec) });
  const submit = useMutation({
    mutationFn: (asked: { spec: unknown; text: string }) => submitBag(asked.spec),
    onSuccess: (bag) => go(href(['bags', bag?.id ?? ''])),
  });
  const last = submit.error === null ? quote : submit;
  const problem = last.error instanceof ApiProblem ? last.error.problem : undefined;
  const { byInput, rest } = useMemo(
    () => (problem === undefined ? { byInput: new Map<string, string>(), rest: false } : faultsOf(draft, problem)),
    [problem, draft],
  );
  const page = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Who cannot see the form is taken to the first input that needs a change.
    if (last.error !== null) {
      page.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [last.error]);
  const form: Form = {
    draft,
    set: (more) => setDraft((before) => ({ ...before, ...more })),
    fault: (input) => byInput.get(input),
  };
  return (
    <>
      <PageHead title={f.page} crumbs={[{ text: s.nav.bags, to: href(['bags']) }]} />
      <form
        ref={page}
        className="gb-submit"
        onSubmit={(event) => {
          event.preventDefault();
          submit.reset();
          quote.mutate({ spec, text });
        }}
      >
        <div className="gb-stack">
          <What form={form} />
          <Believed form={form} />
          <Terms form={form} />
        </div>
        <div className="gb-stack gb-submit-side">
          <div className="gb-card gb-stack">
            <div className="gb-row">
              <Button type="submit" variant="default" loading={quote.isPending} title={f.previewHelp}>
                {f.preview}
              </Button>
              <Button
                loading={submit.isPending}
                onClick={() => {
                  quote.reset();
                  submit.mutate({ spec, text });
                }}
              >
                {f.send}
              </Button>
            </div>
            <div aria-live="polite">
              {byInput.size === 0 ? null : (
                <Alert color="red" variant="light" icon={<Icon name="alert" />} title={f.faults(byInput.size)}>
                  <ul className="gb-faults">
                    {[...byInput].map(([input, fault]) => (
                      <li key={input}>{fault}</li>
                    ))}
                  </ul>
                </Alert>
              )}
              {last.error !== null && (byInput.size === 0 || rest) ? <Trouble failure={last.error} /> : null}
              {quote.data === undefined ? null : (
                <Answer quote={quote.data} changed={quote.variables?.text !== text} />
              )}
            </div>
          </div>
          <section className="gb-card" aria-label={f.spec}>
            <h2>{f.spec}</h2>
            <p className="gb-soft gb-small">{f.specHelp}</p>
            <Pre text={text} what={f.spec} />
          </section>
        </div>
      </form>
    </>
  );
}

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }): ReactElement {
  return (
    <fieldset className="gb-card gb-fieldset">
      <legend>{title}</legend>
      {help === undefined ? null : <p className="gb-soft gb-small">{help}</p>}
      {children}
    </fieldset>
  );
}

/** An input for a text of the draft. */
function Text(props: {
  form: Form;
  input: string;
  label: string;
  help?: string | undefined;
  value: string;
  onChange: (text: string) => void;
  mono?: boolean;
  numeric?: boolean;
  required?: boolean;
}): ReactElement {
  return (
    <TextInput
      label={props.label}
      inputWrapperOrder={ORDER}
      description={props.help}
      value={props.value}
      error={props.form.fault(props.input)}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      inputMode={props.numeric === true ? 'decimal' : 'text'}
      classNames={props.mono === true ? { input: 'gb-mono' } : {}}
      required={props.required ?? false}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function Choice<T extends string>(props: {
  form: Form;
  input: string;
  label: string;
  value: T;
  words: Record<T, string>;
  onChange: (value: T) => void;
}): ReactElement {
  return (
    <NativeSelect
      label={props.label}
      value={props.value}
      error={props.form.fault(props.input)}
      data={Object.entries<string>(props.words).map(([value, label]) => ({ value, label }))}
      onChange={(event) => props.onChange(event.currentTarget.value as T)}
    />
  );
}

function What({ form }: { form: Form }): ReactElement {
  const { draft, set } = form;
  const apps = useApps();
  const names = (apps.data?.items ?? []).map((app) => app.name);
  const known = draft.app === '' || names.includes(draft.app) ? names : [draft.app, ...names];
  return (
    <Part title={f.what}>
      <div className="gb-fields">
        <NativeSelect
          label={f.app}
          required
          value={draft.app}
          error={form.fault('app')}
          data={[{ value: '', label: f.appPick }, ...known.map((name) => ({ value: name, label: name }))]}
          onChange={(event) => set({ app: event.currentTarget.value })}
        />
        <Text form={form} input="name" label={f.name} help={f.nameHelp} value={draft.name} onChange={(name) => set({ name })} />
        <Text form={form} input="project" label={f.project} value={draft.project} onChange={(project) => set({ project })} />
        <Text form={form} input="walltime" label={f.walltime} help="90s, 2h" value={draft.walltime} onChange={(walltime) => set({ walltime })} />
      </div>
      <Text form={form} input="command" mono label={f.command} help={f.commandHelp} value={draft.command} onChange={(command) => set({ command })} />
      <Params form={form} />
    </Part>
  );
}

function Params({ form }: { form: Form }): ReactElement {
  const { draft, set } = form;
  const change = (n: number, more: Partial<Draft['params'][number]>) =>
    set({ params: draft.params.map((each, at) => (at === n ? { ...each, ...more } : each)) });
  return (
    <div role="group" aria-label={f.params}>
      <div className="gb-label">{f.params}</div>
      <p className="gb-soft gb-small">{f.paramsHelp}</p>
      {form.fault('params') === undefined ? null : <p className="gb-fault">{form.fault('params')}</p>}
      <div className="gb-stack gb-tight">
        {draft.params.map((each, n) => (
          <div className="gb-param" key={n}>
            <TextInput
              aria-label={f.paramName(n + 1)}
              classNames={{ input: 'gb-mono' }}
              value={each.name}
              onChange={(event) => change(n, { name: event.currentTarget.value })}
            />
            <TextInput
              aria-label={f.paramValues(n + 1)}
              classNames={{ input: 'gb-mono' }}
              value={each.values}
              error={form.fault(`params.${n}`)}
              onChange={(event) => change(n, { values: event.currentTarget.value })}
            />
            <Button
              variant="default"
              aria-label={f.paramDrop(each.name)}
              title={f.paramDrop(each.name)}
              onClick={() => set({ params: draft.params.filter((_, at) => at !== n) })}
            >
              <Icon name="cross" />
            </Button>
          </div>
        ))}
        <div>
          <Button size="xs" variant="default" onClick={() => set({ params: [...draft.params, { name: '', values: '' }] })}>
            {f.paramAdd}
          </Button>
        </div>
      </div>
    </div>
  );
}

function Believed({ form }: { form: Form }): ReactElement {
  const { draft, set } = form;
  const numbers = COMPARATORS[draft.comparator] as readonly string[];
  return (
    <Part title={f.believed}>
      <div className="gb-fields">
        <Text form={form} input="confidence" numeric label={f.confidence} help={f.confidenceHelp} value={draft.confidence} onChange={(confidence) => set({ confidence })} />
        <Choice<Verify> form={form} input="verify" label={f.verify} value={draft.verify} words={f.verifyWord} onChange={(verify) => set({ verify })} />
        {draft.verify === 'optimistic' ? (
          <Text form={form} input="window" label={f.window} help={f.windowHelp} value={draft.window} onChange={(window) => set({ window })} />
        ) : null}
      </div>
      {draft.verify === 'ladder' ? <Rungs form={form} /> : null}
      <div className="gb-fields">
        <Choice<Comparator>
          form={form}
          input="comparator"
          label={f.comparator}
          value={draft.comparator}
          words={f.comparatorWord}
          onChange={(comparator) => set({ comparator, likeness: {} })}
        />
        {numbers.map((name) => (
          <Text
            key={name}
            form={form}
            input={`likeness.${name}`}
            numeric
            label={f.likeness[draft.comparator]?.[name] ?? name}
            value={draft.likeness[name] ?? ''}
            onChange={(text) => set({ likeness: { ...draft.likeness, [name]: text } })}
          />
        ))}
      </div>
      <div className="gb-fields">
        <Text form={form} input="tolerate" numeric label={f.tolerate} help={f.tolerateHelp} value={draft.tolerate} onChange={(tolerate) => set({ tolerate })} />
        <Choice form={form} input="tolerateOf" label={f.tolerateOf} value={draft.tolerateOf} words={f.tolerateWord} onChange={(tolerateOf) => set({ tolerateOf })} />
        <Text form={form} input="spotChecks" numeric label={f.spotChecks} help={f.spotChecksHelp} value={draft.spotChecks} onChange={(spotChecks) => set({ spotChecks })} />
        <Choice form={form} input="classes" label={f.classes} value={draft.classes} words={f.classWord} onChange={(classes) => set({ classes })} />
      </div>
    </Part>
  );
}

function Rungs({ form }: { form: Form }): ReactElement {
  const { draft, set } = form;
  const choose = (rung: Rung, chosen: boolean) => {
    const { [rung]: dropped, ...others } = draft.rungs;
    set({ rungs: chosen ? { ...draft.rungs, [rung]: dropped ?? {} } : others });
  };
  return (
    <div className="gb-stack gb-tight" role="group" aria-label={f.verifyWord.ladder}>
      {RUNG_NAMES.map((rung) => {
        const numbers = draft.rungs[rung];
        return (
          <div key={rung}>
            <Checkbox
              label={f.rung[rung]}
              checked={numbers !== undefined}
              error={form.fault(`rung.${rung}`)}
              onChange={(event) => choose(rung, event.currentTarget.checked)}
            />
            {numbers === undefined ? null : (
              <div className="gb-fields gb-inset">
                {RUNGS[rung].map((name) => (
                  <Text
                    key={name}
                    form={form}
                    input={`rung.${rung}.${name}`}
                    numeric
                    label={f.number[name] ?? name}
                    help={f.range[name]}
                    value={numbers[name] ?? ''}
                    onChange={(text) => set({ rungs: { ...draft.rungs, [rung]: { ...numbers, [name]: text } } })}
                  />
                ))}
              </div>
            )}
          </div>
        );
      })}
    </div>
  );
}

function Terms({ form }: { form: Form }): ReactElement {
  const { draft, set } = form;
  const categories = Object.fromEntries(
    Object.entries(s.categories).map(([name, time]) => [name, f.categoryWord(name, time)]),
  );
  return (
    <>
      <Part title={f.terms}>
        <div className="gb-fields">
          <Choice form={form} input="category" label={f.category} value={draft.category} words={categories} onChange={(category) => set({ category })} />
          <Text form={form} input="maxPrice" label={f.maxPrice} help={f.amountHelp} value={draft.maxPrice} onChange={(maxPrice) => set({ maxPrice })} />
          <Text form={form} input="budget" label={f.budget} help={f.budgetHelp} value={draft.budget} onChange={(budget) => set({ budget })} />
          <Text form={form} input="deadline" label={f.deadline} help={f.deadlineHelp} value={draft.deadline} onChange={(deadline) => set({ deadline })} />
          <Choice form={form} input="onMiss" label={f.onMiss} value={draft.onMiss} words={f.onMissWord} onChange={(onMiss) => set({ onMiss })} />
        </div>
      </Part>
      <Part title={f.wishes} help={f.wishesHelp}>
        {form.fault('preference') === undefined ? null : <p className="gb-fault">{form.fault('preference')}</p>}
        <div className="gb-fields gb-narrow">
          {(['time', 'cost', 'trust', 'energy', 'data'] as const).map((name) => (
            <Text
              key={name}
              form={form}
              input={`preference.${name}`}
              numeric
              label={f.weight[name]}
              value={draft.preference[name]}
              onChange={(text) => set({ preference: { ...draft.preference, [name]: text } })}
            />
          ))}
        </div>
      </Part>
    </>
  );
}

function Answer({ quote, changed }: { quote: Quote; changed: boolean }): ReactElement {
  const { forecast } = quote;
  return (
    <section aria-label={f.previewed} className="gb-stack gb-tight" data-stale={changed ? '' : undefined}>
      <h2>{quote.matched ? f.matched : f.unmatched}</h2>
      {changed ? <p className="gb-soft gb-small">{f.changed}</p> : null}
      <Details
        rows={[
          [f.tasks, integer(quote.tasks)],
          [f.price, quote.pricePerTask === undefined ? undefined : amountText(quote.pricePerTask)],
          [f.total, quote.total === undefined ? undefined : <strong>{amountText(quote.total)}</strong>],
          [f.premium, quote.premium === undefined ? undefined : amountText(quote.premium)],
          [f.pool, quote.pool],
          [f.end, forecast?.expected === undefined ? undefined : <Time at={forecast.expected} seconds />],
          [
            f.between,
            forecast?.low90 === undefined || forecast.high90 === undefined ? undefined : (
              <>
                <Time at={forecast.low90} seconds /> – <Time at={forecast.high90} seconds />
              </>
            ),
          ],
          [f.deadline, forecast?.deadline === undefined ? undefined : <Time at={forecast.deadline} seconds />],
          [
            f.probability,
            forecast?.probability === undefined ? undefined : (
              <>
                <strong>{share100(forecast.probability)}</strong> <State state={forecast.state} />
              </>
            ),
          ],
          [f.basis, forecast?.reason],
          [s.promise.reason, quote.reason],
          [s.problem.remedy, quote.remedy],
        ]}
      />
    </section>
  );
}
