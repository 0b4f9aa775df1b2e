/** Texts of others that try to break out of JSON, of a line, or of the markup of a receiver. */
export const hostile = [
  '"},{"text":"<!channel> owned"',
  '\\"}]}',
  "line one\nline two\r\nline three\u2028four\u0085five",
  "\u0000\u0007\u001b[31mred\u001b[0m\u202egnp.exe",
  "<!channel> <@U123> <https://evil.example/x|click here> & &lt;!here&gt;",
  "[click here](https://evil.example/x) **bold** `code` ![image](https://evil.example/x.png)",
  "<at>everyone</at> <script>alert(1)</script>",
  "http://evil.example www.evil.example evil.example/x",
  "<v0> <v1> <aws.events.event.json> $.detail.id",
  "\ud83d half of a character",
  "\u{1f600}".repeat(3000),
  '"\\'.repeat(3000),
  "",
];
