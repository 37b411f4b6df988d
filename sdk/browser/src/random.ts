/// Twelve random letters and digits, the form of w.js's cookies and event ids: about 70 bits.
export const randomId = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(9)))).replace(/\W/g, 'x');
