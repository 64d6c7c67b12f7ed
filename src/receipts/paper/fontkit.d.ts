/** What receipts use of fontkit, which has no types of its own. */
declare module 'fontkit' {
  export interface Font {
    /** The code points of all its letters. */
    readonly characterSet: readonly number[];
    readonly numGlyphs: number;
    glyphForCodePoint(codePoint: number): unknown;
    getGlyph(glyph: number): unknown;
    layout(text: string): unknown;
  }
  export const openSync: (file: string) => Font;
}

declare namespace PDFKit.Mixins {
  interface PDFFont {
    /** PDFKit also takes a font that is open already; its types do not say so. */
    registerFont(name: string, src: import('fontkit').Font): this;
  }
}
