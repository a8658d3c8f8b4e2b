import type { Analysis } from '../api/types.ts';
import {
  type BinView,
  chromosomeOfBin,
  meanOf,
  type Profile,
  type RunningSums,
} from './profile-data.ts';
import { paintProfile, type RatioRange } from './profile-pixels.ts';

/** Everything a drawing of a profile needs beside the canvas. */
export interface ProfileScene {
  readonly profile: Profile;
  readonly sums: RunningSums;
  readonly view: BinView;
  readonly range: RatioRange;
  readonly analysis: Pick<Analysis, 'chromosomes' | 'segments'>;
  readonly hoveredBin: number | null;
}

export const margins = { left: 46, right: 10, top: 8, bottom: 22 };
const ink = '#16211c';
const soft = '#55645c';
const font = '11px "Inter", "Segoe UI", "Noto Sans", "Noto Sans SC", sans-serif';

/** The plot's place on a canvas of some size, CSS pixels. */
export function plotOf(width: number, height: number) {
  const { left, right, top, bottom } = margins;
  return { left, top, width: width - left - right, height: height - top - bottom };
}

/** Draws dots, running mean, each chromosome's own level, segments, axes and the pointed bin. */
export function drawProfile(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number; density: number },
  scene: ProfileScene,
): void {
  const plot = plotOf(size.width, size.height);
  const { density } = size;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width * density, size.height * density);
  const image = context.createImageData(
    Math.round(plot.width * density),
    Math.round(plot.height * density),
  );
  const colours = new Uint32Array(image.data.buffer);
  paintProfile({ colours, width: image.width, height: image.height }, scene);
  context.putImageData(image, Math.round(plot.left * density), Math.round(plot.top * density));
  context.setTransform(density, 0, 0, density, 0, 0);
  const place = placing(plot, scene);
  drawGrid(context, plot, scene);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  drawLevels(context, place, scene);
  drawMean(context, { ...place, plot }, scene);
  drawSegments(context, place, scene);
  context.restore();
  drawNames(context, { ...place, plot }, scene);
  drawPointed(context, { ...place, plot }, scene);
}

type Plot = ReturnType<typeof plotOf>;

interface Placing {
  readonly x: (bin: number) => number;
  readonly y: (ratio: number) => number;
}

function placing(plot: Plot, { view, range }: ProfileScene): Placing {
  return {
    x: (bin) => plot.left + ((bin - view.start) / (view.end - view.start)) * plot.width,
    y: (ratio) => plot.top + ((range.high - ratio) / (range.high - range.low)) * plot.height,
  };
}

function drawGrid(context: CanvasRenderingContext2D, plot: Plot, scene: ProfileScene): void {
  const { y } = placing(plot, scene);
  const { low, high } = scene.range;
  const step = high - low > 0.6 ? 0.2 : 0.05;
  context.font = font;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9; i++) {
    const ratio = i * step;
    context.fillStyle = Math.abs(ratio - 1) < 1e-9 ? 'rgba(22,33,28,.55)' : 'rgba(22,33,28,.09)';
    context.fillRect(plot.left, Math.round(y(ratio)), plot.width, 1);
    context.fillStyle = soft;
    context.fillText(ratio.toFixed(2), plot.left - 6, y(ratio));
  }
}

/** Where each chromosome as a whole lies: the excess that its z is made of. */
function drawLevels(context: CanvasRenderingContext2D, { x, y }: Placing, scene: ProfileScene) {
  const { chromosomeStarts } = scene.profile.header;
  for (const [c, { fraction, expected, z }] of scene.analysis.chromosomes.entries()) {
    if (fraction === null || expected === null) continue;
    const isBeyond = z !== null && Math.abs(z) >= 3;
    context.fillStyle = isBeyond ? '#b3261e' : 'rgba(22,33,28,.75)';
    const [from, to] = [x(chromosomeStarts[c]), x(chromosomeStarts[c + 1])];
    const thickness = isBeyond ? 3 : 1.5;
    context.fillRect(from, y(fraction / expected) - thickness / 2, to - from, thickness);
  }
}

const meanPixels = 3;
const meanBinsMin = 20;

function drawMean(
  context: CanvasRenderingContext2D,
  { x, y, plot }: Placing & { plot: Plot },
  { profile, sums, view }: ProfileScene,
): void {
  const { chromosomeStarts } = profile.header;
  const stepBins = Math.max(((view.end - view.start) / plot.width) * meanPixels, 1);
  const half = Math.max(meanBinsMin, 6 * stepBins) / 2;
  context.strokeStyle = '#e08a1e';
  context.lineWidth = 1.4;
  context.beginPath();
  const last = chromosomeOfBin(profile.header, Math.ceil(view.end) - 1);
  for (let c = chromosomeOfBin(profile.header, Math.floor(view.start)); c <= last; c++) {
    let isDown = false;
    const [first, end] = [chromosomeStarts[c], chromosomeStarts[c + 1]];
    for (
      let bin = Math.max(first, view.start - half);
      bin < Math.min(end, view.end + half);
      bin += stepBins
    ) {
      const from = Math.max(Math.round(bin - half), first);
      const mean = meanOf(sums, from, Math.min(Math.round(bin + half), end));
      if (Number.isNaN(mean)) isDown = false;
      else if (isDown) context.lineTo(x(bin), y(mean));
      else {
        context.moveTo(x(bin), y(mean));
        isDown = true;
      }
    }
  }
  context.stroke();
}

function drawSegments(context: CanvasRenderingContext2D, { x, y }: Placing, scene: ProfileScene) {
  const { chromosomeStarts, binSizeBases } = scene.profile.header;
  for (const { chromosome, start, end, ratio, type } of scene.analysis.segments) {
    const first = chromosomeStarts[Number(chromosome) - 1];
    const [from, to] = [x(first + start / binSizeBases), x(first + end / binSizeBases)];
    context.fillStyle = type === 'gain' ? '#274b7a' : '#8a1c5b';
    // Beyond an edge it is drawn at it.
    const shown = Math.min(Math.max(ratio, scene.range.low), scene.range.high);
    context.fillRect(from, y(shown) - 2.5, Math.max(to - from, 3), 5);
  }
}

/** Names of chromosomes below; within a single one, positions in megabases. */
function drawNames(
  context: CanvasRenderingContext2D,
  { x, plot }: Placing & { plot: Plot },
  { profile, view }: ProfileScene,
): void {
  const { header } = profile;
  const y = plot.top + plot.height + 12;
  const first = chromosomeOfBin(header, Math.floor(view.start));
  const last = chromosomeOfBin(header, Math.ceil(view.end) - 1);
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (last === first) {
    drawPositions(context, { x, y, first: header.chromosomeStarts[first] }, { view, header });
    return;
  }
  for (let c = first; c <= last; c++) {
    const from = Math.max(header.chromosomeStarts[c], view.start);
    const to = Math.min(header.chromosomeStarts[c + 1], view.end);
    if (x(to) - x(from) < 12) continue;
    context.fillText(String(c + 1), (x(from) + x(to)) / 2, y);
  }
}

function drawPositions(
  context: CanvasRenderingContext2D,
  { x, y, first }: { x: Placing['x']; y: number; first: number },
  { view, header }: { view: BinView; header: Profile['header'] },
): void {
  const megabases = (bin: number) => ((bin - first) * header.binSizeBases) / 1e6;
  const width = megabases(view.end) - megabases(view.start);
  const step = [1, 2, 5, 10, 20, 50].find((each) => width / each <= 12) ?? 50;
  const from = Math.ceil(megabases(view.start) / step) * step;
  for (let position = from; position <= megabases(view.end); position += step) {
    const at = x(first + (position * 1e6) / header.binSizeBases);
    context.fillText(`${position} Mb`, at, y);
  }
}

function drawPointed(
  context: CanvasRenderingContext2D,
  { x, plot }: Placing & { plot: Plot },
  { hoveredBin }: ProfileScene,
): void {
  if (hoveredBin === null) return;
  const at = Math.round(x(hoveredBin + 0.5));
  if (at < plot.left || at > plot.left + plot.width) return;
  context.fillStyle = 'rgba(22,33,28,.5)';
  context.fillRect(at, plot.top, 1, plot.height);
}
