/** Between paragraphs inside a raw string: two line feeds, escaped. */
export const PARAGRAPH: string = "\\n\\n";
