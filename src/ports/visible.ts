/** Text from elsewhere as a terminal or a log may show it: what would steer it is shown instead of obeyed. */
export const visible = (text: string): string =>
  text.replaceAll(/[^\P{C}\n\t]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
