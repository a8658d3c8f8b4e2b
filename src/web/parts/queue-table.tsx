import { useEffect, useRef } from 'react';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { DueTag } from './due-tag.tsx';
import type { QueueLine } from './queue-lines.ts';
import { targets } from './targets.ts';

interface QueueTableProps {
  readonly lines: readonly QueueLine[];
  readonly selected: QueueLine;
  readonly select: (id: string) => void;
}

/** The samples that wait, what is urgent and due first. */
export function QueueTable({ lines, selected, select }: QueueTableProps) {
  const say = useSay();
  return (
    <section className="panel queue-list" aria-label={say('queue')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('sample')}</th>
            <th scope="col">{say('due')}</th>
            {targets.map((target) => (
              <th key={target} scope="col" className="number">
                z {target.slice(1)}
              </th>
            ))}
            <th scope="col" className="number">
              {say('fetalFractionShort')}
            </th>
            <th scope="col">{say('whyPerson')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.id} line={line} isHere={line.id === selected.id} select={select} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly line: QueueLine;
  readonly isHere: boolean;
  readonly select: (id: string) => void;
}

function Row({ line, isHere, select }: RowProps) {
  const say = useSay();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isHere) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isHere]);
  return (
    <tr
      ref={row}
      className={isHere ? 'here' : undefined}
      {...(isHere && { 'aria-current': 'true' })}
      onClick={() => select(line.id)}
    >
      <th scope="row">
        <button type="button" className="plain" onClick={() => select(line.id)}>
          {line.sample}
        </button>
        {line.urgency === 'urgent' && <span className="tag open">{say('urgent')}</span>}
        {line.batchState !== 'RELEASED' && (
          <span className="tag unclear">
            {say(line.batchState === 'HELD' ? 'batchHeld' : 'batchOpen')}
          </span>
        )}
        {line.isRedraw && <span className="tag plain">{say('redrawSample')}</span>}
      </th>
      <td>
        <DueTag line={line} />
      </td>
      {targets.map((target) => (
        <Z key={target} call={line.calls.find((call) => call.target === target)} />
      ))}
      <td className={isLow(line) ? 'number no-call' : 'number'}>{percent(line.fetalFraction)}</td>
      <td className="why">
        {line.reasons.length > 0 ? (
          line.reasons.map(say.code).join(say.language === 'zh' ? '；' : '; ')
        ) : (
          <span className="quiet">{say('nothingRemarkable')}</span>
        )}
      </td>
    </tr>
  );
}

function Z({ call }: { readonly call: QueueLine['calls'][number] | undefined }) {
  const say = useSay();
  if (!call) return <td className="number">–</td>;
  const isUsual = call.verdict === 'low-risk';
  return (
    <td className={`number ${call.verdict}`} title={say.code(call.verdict)}>
      {!isUsual && <span className="hidden-text">{say.code(call.verdict)} </span>}
      {fixed(call.z, 2)}
    </td>
  );
}

function isLow({ fetalFraction, detectionLimit }: QueueLine): boolean {
  return fetalFraction === null || (detectionLimit !== null && fetalFraction < detectionLimit);
}
