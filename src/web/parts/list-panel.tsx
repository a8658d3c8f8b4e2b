import { Button } from 'antd';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { DueTag } from './due-tag.tsx';
import { keyOf } from './queue-keys.ts';
import type { QueueLine } from './queue-lines.ts';
import { targets } from './targets.ts';
import type { QueuePage } from './use-queue-page.ts';

/** The unremarkable samples, to be confirmed together; each report is signed by itself. */
export function ListPanel({ page }: { readonly page: QueuePage }) {
  const say = useSay();
  const { lines, chosen, toggle } = page.list;
  const act = page.tab === 'sign' ? 'signList' : 'approveList';
  return (
    <section className="panel" aria-label={say('listTitle')}>
      <div className="panel-head">
        <h2>{say('listTitle')}</h2>
        <span className="quiet small">{say('listHint')}</span>
        <div className="page-actions">
          <Button onClick={() => page.doKey({ act: 'cancel' })}>
            {say('cancel')} <kbd>{keyOf.cancel}</kbd>
          </Button>
          <Button
            type="primary"
            disabled={chosen.length === 0}
            onClick={() => page.doKey({ act: 'confirm' })}
          >
            {say(act, { count: chosen.length })} <kbd>{keyOf.confirm}</kbd>
          </Button>
        </div>
      </div>
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
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.id} line={line} isChosen={chosen.includes(line)} toggle={toggle} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly line: QueueLine;
  readonly isChosen: boolean;
  readonly toggle: (id: string) => void;
}

function Row({ line, isChosen, toggle }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <label className="choice">
          <input type="checkbox" checked={isChosen} onChange={() => toggle(line.id)} />
          {line.sample}
        </label>
      </th>
      <td>
        <DueTag line={line} />
      </td>
      {targets.map((target) => (
        <td key={target} className="number">
          {fixed(line.calls.find((call) => call.target === target)?.z, 2)}
        </td>
      ))}
      <td className="number">{percent(line.fetalFraction)}</td>
    </tr>
  );
}
