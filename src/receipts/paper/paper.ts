import PDFDocument from 'pdfkit';
import { openTypefaces, type Typefaces } from './typefaces.js';
import { thaiLines, withoutSaraAm } from './thai-lines.js';

const TYPEFACES = openTypefaces();

export const INK = '#1d2226';
export const MUTED = '#5c666c';
export const ACCENT = '#1f4e5f';
export const PALE = '#eef4f6';
export const WARNING = '#9b1c1c';

/** A4 portrait in points. */
const MARGIN = { top: 52, bottom: 68, left: 62, right: 62 };
/** Thai marks above and below the letters need room. */
const LEADING = 1.5;

export interface TextStyle {
  readonly size?: number;
  readonly weight?: keyof Typefaces;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** Default: from the left margin to the right margin. */
  readonly x?: number;
  readonly width?: number;
}

/**
 * A4 pages, written from top to bottom. The same calls give the same bytes: the date is given, and the document has no
 * random id.
 */
export class Paper {
  private readonly doc: PDFKit.PDFDocument;
  readonly left = MARGIN.left;
  readonly width: number;
  /** Position of the next line. */
  y = MARGIN.top;

  constructor(
    { title, date }: { readonly title: string; readonly date: Date },
    { regular, bold }: Typefaces = TYPEFACES,
  ) {
    this.doc = new PDFDocument({
      size: 'A4',
      margins: { top: MARGIN.top, left: MARGIN.left, right: MARGIN.right, bottom: 0 },
      bufferPages: true,
      font: '', // none of PDFKit's own
      lang: 'th',
      displayTitle: true,
      info: { Title: title, CreationDate: date, ModDate: date },
    });
    this.doc.registerFont('regular', regular).registerFont('bold', bold);
    this.width = this.doc.page.width - MARGIN.left - MARGIN.right;
  }

  /** Writes at `y`, in as many lines as needed, and moves `y` below them. */
  text(text: string, style: TextStyle = {}): void {
    const { size = 12, color = INK, align = 'left', x = this.left } = style;
    const width = style.width ?? this.left + this.width - x;
    for (const line of this.lines(text, { ...style, width })) {
      const room = width - this.doc.widthOfString(line);
      const indent = { left: 0, center: room / 2, right: room }[align];
      this.doc.fillColor(color).text(line, x + indent, this.y, { lineBreak: false });
      this.y += size * LEADING;
    }
  }

  /** Height of the text, in points. */
  heightOf(text: string, style: TextStyle & { readonly width: number }): number {
    return this.lines(text, style).length * (style.size ?? 12) * LEADING;
  }

  rule(color = '#cfd6d9', thickness = 0.6): void {
    this.doc.moveTo(this.left, this.y).lineTo(this.left + this.width, this.y);
    this.doc.lineWidth(thickness).strokeColor(color).stroke();
  }

  box(height: number, fill: string, border?: string): void {
    this.doc.roundedRect(this.left, this.y, this.width, height, 4).fillColor(fill);
    if (border === undefined) this.doc.fill();
    else this.doc.lineWidth(0.8).strokeColor(border).fillAndStroke();
  }

  /**
   * The dark squares of a QR code as filled shapes, sharp at any size. `side` is the width in points without the white
   * border.
   */
  qrCode(dark: readonly (readonly boolean[])[], x: number, y: number, side: number): void {
    const cell = side / dark.length;
    const rim = 4 * cell;
    this.doc.rect(x - rim, y - rim, side + 2 * rim, side + 2 * rim).fill('#ffffff');
    for (const [row, cells] of dark.entries()) {
      for (const [column, isDark] of cells.entries()) {
        if (isDark) this.doc.rect(x + column * cell, y + row * cell, cell, cell);
      }
    }
    this.doc.fillColor('#000000').fill();
  }

  /** Begins a new page if less than `height` is left on this one. @returns whether it did. */
  makeRoom(height: number): boolean {
    if (this.y + height <= this.doc.page.height - MARGIN.bottom) return false;
    this.doc.addPage();
    this.y = MARGIN.top;
    return true;
  }

  /** Numbers the pages, with `note` beside the number, and closes the document. */
  async finish(note: string): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(page);
      this.y = this.doc.page.height - MARGIN.bottom + 18;
      this.rule();
      this.y += 6;
      const top = this.y;
      this.text(note, { size: 9, color: MUTED });
      this.y = top;
      this.text(`หน้า ${page + 1} / ${count}`, { size: 9, color: MUTED, align: 'right' });
    }
    const chunks: Buffer[] = [];
    this.doc.end();
    for await (const chunk of this.doc) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  private lines(text: string, { size = 12, weight = 'regular', width }: TextStyle & { width: number }) {
    this.doc.font(weight).fontSize(size);
    return thaiLines(withoutSaraAm(text), width, (line) => this.doc.widthOfString(line));
  }
}
