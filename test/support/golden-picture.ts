import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../browser/goldens/', import.meta.url));
const size = { width: 1366, height: 768 };
/** Pictures are compared in cells of so many pixels a side: letters may be drawn otherwise. */
const cellPixels = 8;
/** Of 256 shades, the mean of a cell's. */
const shadeTolerance = 20;
/** Of all cells: names and hours differ from run to run. */
const cellTolerance = 0.01;

/**
 * Holds what a page looks like against the picture that was looked at and committed; answers what
 * is wrong, or null. With BANYAN_UPDATE_GOLDENS=1 the picture is taken anew, to be looked at.
 */
export async function faultOfPicture(page: Page, name: string): Promise<string | null> {
  await page.setViewportSize(size);
  await page.mouse.move(0, 0);
  const taken = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const path = `${folder}${name}.png`;
  if (process.env.BANYAN_UPDATE_GOLDENS === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, taken);
    return null;
  }
  if (!existsSync(path)) return `${name}: no golden picture`;
  const share = await differentShare(page, [readFileSync(path), taken]);
  if (share <= cellTolerance) return null;
  return `${name}: ${(100 * share).toFixed(1)} % differs from the golden picture`;
}

/** Share of cells whose mean shade differs between two pictures; 1 where their sizes do. */
async function differentShare(page: Page, pictures: readonly Buffer[]): Promise<number> {
  // A page of its own: the policy of ours lets no picture in from elsewhere.
  const easel = await page.context().browser()?.newPage();
  if (!easel) throw new Error('the browser is gone');
  try {
    const given = [pictures.map((bytes) => bytes.toString('base64')), cellPixels, shadeTolerance];
    return await easel.evaluate<number>(
      `(async (pictures, side, tolerance) => {
        const shades = await Promise.all(pictures.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const [width, height] = [image.width, image.height].map((length) =>
            Math.ceil(length / side));
          const means = new Float64Array(width * height * 3);
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
          canvas.drawImage(image, 0, 0);
          const { data } = canvas.getImageData(0, 0, image.width, image.height);
          for (let pixel = 0; pixel < data.length / 4; pixel++) {
            const [x, y] = [pixel % image.width, Math.floor(pixel / image.width)];
            const cell = Math.floor(y / side) * width + Math.floor(x / side);
            for (let k = 0; k < 3; k++) means[3 * cell + k] += data[4 * pixel + k] / side ** 2;
          }
          return { width, height, means };
        }));
        const [one, other] = shades;
        if (one.width !== other.width || one.height !== other.height) return 1;
        let different = 0;
        for (let cell = 0; cell < one.means.length; cell += 3) {
          const isFar = [0, 1, 2].some((k) =>
            Math.abs(one.means[cell + k] - other.means[cell + k]) > tolerance);
          if (isFar) different += 1;
        }
        return different / (one.width * one.height);
      })(...${JSON.stringify(given)})`,
    );
  } finally {
    await easel.close();
  }
}
