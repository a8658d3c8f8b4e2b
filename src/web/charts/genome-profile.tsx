import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Analysis } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';
import { type BinView, type Profile, panView, type RunningSums, zoomView } from './profile-data.ts';
import { drawProfile, plotOf } from './profile-drawing.ts';
import type { RatioRange } from './profile-pixels.ts';
import { pointedText } from './profile-pointer.ts';
import './genome-profile.css';

const height = 300;
const wheelFactor = 1.0015;
const keyFactor = 1.5;
const keyPanShare = 0.15;

interface GenomeProfileProps {
  readonly profile: Profile;
  readonly sums: RunningSums;
  readonly analysis: Pick<Analysis, 'chromosomes' | 'segments'>;
  readonly view: BinView;
  readonly onView: (view: BinView) => void;
  readonly range: RatioRange;
  readonly label: string;
}

/** The genome bin by bin: drag or arrow keys move it, wheel or + and − zoom, 0 shows all. */
export function GenomeProfile(props: GenomeProfileProps) {
  const { profile, view, onView, label } = props;
  const say = useSay();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [hoveredBin, setHoveredBin] = useState<number | null>(null);
  const dragged = useRef<{ x: number; view: BinView } | null>(null);
  const { binCount } = profile;
  useWidth(canvas, setWidth);
  useDrawing(canvas, width, { ...props, hoveredBin });
  useWheel(canvas, (event) => {
    const anchor = binAt(event);
    onView(zoomView(view, { factor: wheelFactor ** event.deltaY, anchor, binCount }));
  });

  function binAt({ clientX }: { clientX: number }): number {
    const box = canvas.current?.getBoundingClientRect();
    const plot = plotOf(width, height);
    const share = (clientX - (box?.left ?? 0) - plot.left) / plot.width;
    return view.start + Math.min(Math.max(share, 0), 1) * (view.end - view.start);
  }

  const move = (event: PointerEvent) => {
    if (dragged.current === null) {
      setHoveredBin(Math.min(Math.floor(binAt(event)), binCount - 1));
      return;
    }
    const { x, view: from } = dragged.current;
    const binsPerPixel = (from.end - from.start) / plotOf(width, height).width;
    onView(panView(from, (x - event.clientX) * binsPerPixel, binCount));
  };
  const grab = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = { x: event.clientX, view };
    setHoveredBin(null);
  };
  const release = () => {
    dragged.current = null;
  };
  const press = (event: KeyboardEvent) => {
    const next = viewAfterKey(event.key, view, binCount);
    if (next === null) return;
    event.preventDefault();
    onView(next);
  };
  return (
    <div className="genome-profile">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        tabIndex={0}
        onPointerDown={grab}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={() => setHoveredBin(null)}
        onKeyDown={press}
      />
      <p className="pointed-bin" aria-live="off">
        {hoveredBin === null ? say('profileHint') : pointedText(say, profile, hoveredBin)}
      </p>
    </div>
  );
}

/** The view a key leads to; null for other keys. */
function viewAfterKey(key: string, view: BinView, binCount: number): BinView | null {
  const width = view.end - view.start;
  const anchor = view.start + width / 2;
  if (key === 'ArrowLeft') return panView(view, -keyPanShare * width, binCount);
  if (key === 'ArrowRight') return panView(view, keyPanShare * width, binCount);
  if (key === '+' || key === '=')
    return zoomView(view, { factor: 1 / keyFactor, anchor, binCount });
  if (key === '-') return zoomView(view, { factor: keyFactor, anchor, binCount });
  if (key === '0' || key === 'Home') return { start: 0, end: binCount };
  return null;
}

type Canvas = React.RefObject<HTMLCanvasElement | null>;

/** Follows the room the canvas has. */
function useWidth(canvas: Canvas, onWidth: (width: number) => void): void {
  useEffect(() => {
    const box = canvas.current?.parentElement;
    if (!box) return undefined;
    const observer = new ResizeObserver(() => onWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [canvas, onWidth]);
}

/** Draws at most once a frame, whatever changes how often. */
function useDrawing(
  canvas: Canvas,
  width: number,
  scene: GenomeProfileProps & { hoveredBin: number | null },
): void {
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const target = canvas.current;
      const context = target?.getContext('2d', { alpha: false });
      if (!target || !context || width === 0) return;
      const density = devicePixelRatio;
      const [wide, high] = [Math.round(width * density), Math.round(height * density)];
      if (target.width !== wide || target.height !== high) {
        Object.assign(target, { width: wide, height: high });
      }
      drawProfile(context, { width, height, density }, scene);
    });
    return () => cancelAnimationFrame(frame);
  });
}

/** React listens to wheels passively; the page must not scroll while one zooms. */
function useWheel(canvas: Canvas, onWheel: (event: WheelEvent) => void): void {
  const latest = useRef(onWheel);
  useEffect(() => {
    latest.current = onWheel;
  });
  useEffect(() => {
    const target = canvas.current;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event);
    };
    target?.addEventListener('wheel', listen, { passive: false });
    return () => target?.removeEventListener('wheel', listen);
  }, [canvas]);
}
