import type { BarGroup } from './bars.js';

/** What a picture says around its drawing, so that it can be read where it is pasted. */
export interface PictureFrame {
  readonly title: string;
  readonly sentence: string;
  /** Position in the log, its time, the source of a map. */
  readonly source: string;
}

/** A drawing of a chart, without its frame. */
export interface Drawing {
  readonly height: number;
  readonly draw: (canvas: CanvasRenderingContext2D, colours: Colours) => void;
}

export interface Colours {
  readonly ink: string;
  readonly soft: string;
  readonly fill: string;
  readonly ground: string;
  readonly line: string;
  /** Of a map, the lowest first. */
  readonly classes: readonly string[];
}

export const PICTURE_WIDTH = 960;
const MARGIN = 24;
const LINE = 26;
const SCALE = 2;
const font = (size: number, weight = 400): string => `${weight} ${size}px Sarabun, sans-serif`;

const coloursOfPage = (): Colours => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    soft: colour('--ink-soft'),
    fill: colour('--accent'),
    ground: colour('--ground-deep'),
    line: colour('--line-strong'),
    classes: [1, 2, 3, 4, 5].map((index) => colour(`--map-${index}`)),
  };
};

/** Words of Thai have no spaces between them, so the lines break where the language allows. */
const wrapped = (canvas: CanvasRenderingContext2D, text: string, room: number): readonly string[] => {
  const lines = [''];
  for (const { segment } of new Intl.Segmenter('th', { granularity: 'word' }).segment(text)) {
    const longer = `${lines.at(-1)}${segment}`;
    if (lines.at(-1) !== '' && canvas.measureText(longer).width > room) lines.push(segment.trimStart());
    else lines[lines.length - 1] = longer;
  }
  return lines;
};

/** Cut with an ellipsis; the table has the whole text. */
const cut = (canvas: CanvasRenderingContext2D, text: string, room: number): string => {
  const [first = '', ...rest] = wrapped(canvas, text, room - canvas.measureText('…').width);
  return rest.length === 0 ? first : `${first}…`;
};

/** The chart as a PNG, made from the same numbers as the screen. */
export const pngOf = async (frame: PictureFrame, drawing: Drawing): Promise<Blob> => {
  await Promise.all([document.fonts.load(font(16), 'ก a'), document.fonts.load(font(16, 700), 'ก a')]);
  const element = document.createElement('canvas');
  const canvas = element.getContext('2d');
  if (!canvas) throw new Error('this browser draws no pictures');
  const room = PICTURE_WIDTH - 2 * MARGIN;
  canvas.font = font(16);
  const sentence = wrapped(canvas, frame.sentence, room);
  const top = MARGIN + 34 + sentence.length * LINE + 12;
  canvas.font = font(14);
  const source = wrapped(canvas, frame.source, room);
  const height = top + drawing.height + source.length * LINE + MARGIN;
  element.width = PICTURE_WIDTH * SCALE;
  element.height = height * SCALE;
  canvas.scale(SCALE, SCALE);
  const colours = coloursOfPage();
  canvas.fillStyle = '#fff';
  canvas.fillRect(0, 0, PICTURE_WIDTH, height);
  canvas.textBaseline = 'middle';
  canvas.fillStyle = colours.ink;
  canvas.font = font(20, 700);
  canvas.fillText(cut(canvas, frame.title, room), MARGIN, MARGIN + 12);
  canvas.font = font(16);
  sentence.forEach((line, index) => canvas.fillText(line, MARGIN, MARGIN + 44 + index * LINE));
  canvas.save();
  canvas.translate(MARGIN, top);
  drawing.draw(canvas, colours);
  canvas.restore();
  canvas.fillStyle = colours.soft;
  canvas.font = font(14);
  source.forEach((line, index) =>
    canvas.fillText(line, MARGIN, top + drawing.height + LINE / 2 + 8 + index * LINE),
  );
  return new Promise((resolve, reject) =>
    element.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is empty'))), 'image/png'),
  );
};

const LABEL = 430;
const TRACK = 270;

/** The bars as on the screen, one a line. */
export const barsDrawing = (groups: readonly BarGroup[]): Drawing => {
  const lines = groups.flatMap(({ title, bars }) => [
    ...(title === undefined ? [] : [{ title }]),
    ...bars.map((bar) => ({ bar })),
  ]);
  return {
    height: lines.length * LINE,
    draw: (canvas, colours) =>
      lines.forEach((line, index) => {
        const middle = index * LINE + LINE / 2;
        canvas.fillStyle = colours.ink;
        if ('title' in line) {
          canvas.font = font(16, 700);
          canvas.fillText(cut(canvas, line.title, LABEL + TRACK), 0, middle);
          return;
        }
        const { label, length, before, text } = line.bar;
        canvas.font = font(15);
        canvas.fillText(cut(canvas, label, LABEL - 12), 0, middle);
        canvas.fillText(text, LABEL + TRACK + 10, middle);
        canvas.fillStyle = colours.ground;
        canvas.fillRect(LABEL, middle - 7, TRACK, 14);
        canvas.fillStyle = colours.fill;
        canvas.fillRect(LABEL, middle - 7, TRACK * Math.min(1, length ?? 0), 14);
        if (typeof before !== 'number') return;
        canvas.fillStyle = colours.ink;
        canvas.fillRect(LABEL + TRACK * Math.min(1, before) - 1, middle - 10, 2, 20);
      }),
  };
};
