import { mayIn, useSession } from '../../api/use-session.ts';
import { useSay } from '../../i18n/say.ts';
import { ActForm } from './act-form.tsx';
import { PanelHead } from './panel-head.tsx';
import type { Aftercare } from './timeline-data.ts';

/** One request for another tube; the tube itself, once registered, ends it. */
export function RedrawPanel({ redraw }: { readonly redraw: Aftercare['redraws'][number] }) {
  const say = useSay();
  const mayAct = mayIn(useSession(), 'aftercare.write');
  const title = say('redrawOf', { number: redraw.specimenNumber });
  return (
    <section className="panel stack" aria-label={title}>
      <PanelHead title={title} of={redraw} />
      <p className="small">
        {say.code(redraw.reason)} · {say('drawnOn')} {redraw.drawnOn}
      </p>
      {mayAct && (
        <ActForm
          pregnancyId={redraw.pregnancyId}
          subject={`redraw/${redraw.id}`}
          version={redraw.version}
          acts={redraw.allows}
          requestOf={(event, { text }) => ({
            path: `/api/v1/redraws/${redraw.id}/steps`,
            body: { event, note: text('note'), dueOn: event === 'postpone' ? text('dueOn') : null },
          })}
        />
      )}
    </section>
  );
}
