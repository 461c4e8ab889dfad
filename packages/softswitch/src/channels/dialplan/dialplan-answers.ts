/** A dialplan, who calls what in it, and what FreeSWITCH 1.10.12 did: recorded, not thought out. The caller is 1001. */
export interface DialplanAnswer {
  readonly name: string;
  /** The extensions of the context. */
  readonly xml: string;
  /** 2001 unless told. */
  readonly destination?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Data of each `eval` in order, other applications with their name; `no route` when there was none. */
  readonly runs: readonly string[];
  /** DP_MATCH and DP_REGEX_MATCH_n when the call was over. */
  readonly variablesAfter?: Readonly<Record<string, readonly string[]>>;
}

export const DIALPLAN_ANSWERS: readonly DialplanAnswer[] = [
  {
    name: "the first that matches wins",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="b"/></condition></extension>',
    runs: ["a"],
  },
  {
    name: "continue adds and goes on",
    xml: '<extension name="e" continue="true"><condition field="destination_number" expression="^2"><action application="eval" data="a"/></condition></extension><extension name="e"><condition field="destination_number" expression="^20"><action application="eval" data="b"/></condition></extension>',
    runs: ["a", "b"],
  },
  {
    name: "an extension keeps what it gave even if a later condition fails",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a"/></condition><condition field="destination_number" expression="^9"><action application="eval" data="b"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="c"/></condition></extension>',
    runs: ["a", "c"],
  },
  {
    name: "break on-true ends an extension early",
    xml: '<extension name="e"><condition field="destination_number" expression="^2" break="on-true"><action application="eval" data="a"/></condition><condition field="destination_number" expression="^20"><action application="eval" data="b"/></condition></extension>',
    runs: ["a"],
  },
  {
    name: "break always",
    xml: '<extension name="e"><condition field="destination_number" expression="^9" break="always"><anti-action application="eval" data="a"/></condition><condition field="destination_number" expression="^20"><action application="eval" data="b"/></condition></extension>',
    runs: ["a"],
  },
  {
    name: "break never goes on after a failure",
    xml: '<extension name="e"><condition field="destination_number" expression="^9" break="never"><action application="eval" data="a"/></condition><condition field="destination_number" expression="^2"><action application="eval" data="b"/></condition></extension>',
    runs: ["b"],
  },
  {
    name: "break never as the last one: the failure is the extension's",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a"/></condition><condition field="destination_number" expression="^9" break="never"><action application="eval" data="b"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="c"/></condition></extension>',
    runs: ["a", "c"],
  },
  {
    name: "an unknown break is on-false",
    xml: '<extension name="e"><condition field="destination_number" expression="^9" break="sometimes"><action application="eval" data="a"/></condition><condition field="destination_number" expression="^2"><action application="eval" data="b"/></condition></extension>',
    runs: ["no route"],
  },
  {
    name: "an anti-action makes the extension one that holds",
    xml: '<extension name="e"><condition field="destination_number" expression="^9"><anti-action application="eval" data="a"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="b"/></condition></extension>',
    runs: ["a"],
  },
  {
    name: "groups are those of the condition an action stands in",
    xml: '<extension name="e"><condition field="destination_number" expression="^(2)(\\d+)$"><action application="eval" data="$2-$1-$0-$3"/></condition><condition field="destination_number" expression="^2"><action application="eval" data="$1"/></condition></extension>',
    runs: ["001-2-2001-", "$1"],
    variablesAfter: {
      DP_MATCH: ["2001", "2", "001"],
    },
  },
  {
    name: "groups in braces, too high, not closed",
    xml: '<extension name="e"><condition field="destination_number" expression="^(2)(0)"><action application="eval" data="${1}x $9 ${2a} $12 $x $"/></condition></extension>',
    runs: ["2x  2a}  $x $"],
    variablesAfter: {
      DP_MATCH: ["20", "2", "0"],
    },
  },
  {
    name: "an anti-action gets no groups",
    xml: '<extension name="e"><condition field="destination_number" expression="^(9)"><anti-action application="eval" data="$1"/></condition></extension>',
    runs: ["$1"],
  },
  {
    name: "a result longer than its room is cut",
    xml: '<extension name="e"><condition field="destination_number" expression="^2001|\\("><action application="eval" data="$0$0$0$0$0$0$0$0"/></condition></extension>',
    runs: ["20012001200120012001200120012"],
    variablesAfter: {
      DP_MATCH: ["2001"],
    },
  },
  {
    name: "an empty group empties DP_MATCH",
    xml: '<extension name="e"><condition field="destination_number" expression="^(a?)(2)(0)"><action application="eval" data="$1$2$3"/></condition></extension>',
    runs: ["20"],
    variablesAfter: {
      DP_MATCH: ["2", "0"],
    },
  },
  {
    name: "ten groups are too many",
    xml: '<extension name="e"><condition field="destination_number" expression="^(((((((((2)))))))))"><action application="eval" data="nine"/></condition><condition field="destination_number" expression="^((((((((((2))))))))))"><action application="eval" data="ten"/></condition></extension>',
    runs: ["nine"],
    variablesAfter: {
      DP_MATCH: ["2", "2", "2", "2", "2", "2", "2", "2", "2", "2"],
    },
  },
  {
    name: "nested conditions",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a"/><condition field="destination_number" expression="^20"><action application="eval" data="b"/></condition></condition></extension>',
    runs: ["a", "b"],
  },
  {
    name: "a nested failure is the extension's",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a"/><condition field="destination_number" expression="^9"><action application="eval" data="b"/></condition></condition><condition field="destination_number" expression="^2"><action application="eval" data="c"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="d"/></condition></extension>',
    runs: ["a", "d"],
  },
  {
    name: "require-nested=false takes it back",
    xml: '<extension name="e"><condition field="destination_number" expression="^2" require-nested="false"><action application="eval" data="a"/><condition field="destination_number" expression="^9"><action application="eval" data="b"/></condition></condition><condition field="destination_number" expression="^2"><action application="eval" data="c"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="d"/></condition></extension>',
    runs: ["a", "c"],
  },
  {
    name: "a nested failure under break never",
    xml: '<extension name="e"><condition field="destination_number" expression="^2" break="never"><action application="eval" data="a"/><condition field="destination_number" expression="^9"><action application="eval" data="b"/></condition></condition><condition field="destination_number" expression="^2"><action application="eval" data="c"/></condition></extension>',
    runs: ["a", "c"],
  },
  {
    name: "nested conditions behind a failure with an anti-action",
    xml: '<extension name="e"><condition field="destination_number" expression="^9" break="never"><anti-action application="eval" data="a"/><condition field="destination_number" expression="^2"><action application="eval" data="b"/></condition></condition></extension>',
    runs: ["a", "b"],
  },
  {
    name: "regex all",
    xml: '<extension name="e"><condition regex="all"><regex field="destination_number" expression="^(2)"/><regex field="caller_id_number" expression="^(1)(0)"/><action application="eval" data="$1$2"/><anti-action application="eval" data="no"/></condition></extension>',
    runs: ["10"],
    variablesAfter: {
      DP_REGEX_MATCH_1: ["2", "2"],
      DP_REGEX_MATCH_2: ["10", "1", "0"],
      DP_MATCH: ["10", "1", "0"],
    },
  },
  {
    name: "regex all that fails after a group matched: hunting is over",
    xml: '<extension name="e"><condition regex="all"><regex field="destination_number" expression="^(2)"/><regex field="destination_number" expression="^9"/><action application="eval" data="yes"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="next"/></condition></extension>',
    runs: ["no route"],
    variablesAfter: {
      DP_REGEX_MATCH_1: ["2", "2"],
    },
  },
  {
    name: "regex all: a later expression moves the whole match",
    xml: '<extension name="e"><condition regex="all"><regex field="destination_number" expression="^(2)0"/><regex field="caller_id_number" expression="^100"/><action application="eval" data="$0 $1"/></condition></extension>',
    runs: ["200 2"],
    variablesAfter: {
      DP_REGEX_MATCH_1: ["20", "2"],
      DP_MATCH: ["200", "2"],
    },
  },
  {
    name: "regex any",
    xml: '<extension name="e"><condition regex="any"><regex field="destination_number" expression="^(9)"/><regex field="destination_number" expression="^(2)0"/><regex field="destination_number" expression="never looked at"/><action application="eval" data="$0"/></condition></extension>',
    runs: ["20"],
    variablesAfter: {
      DP_MATCH: ["20", "2"],
    },
  },
  {
    name: "regex any: variables in the expression cost the groups",
    xml: '<extension name="e"><condition regex="any"><regex field="destination_number" expression="^(${v1})"/><action application="eval" data="$1"/></condition></extension>',
    variables: {
      v1: "20",
    },
    runs: ["$1"],
  },
  {
    name: "regex xor: one of them",
    xml: '<extension name="e"><condition regex="xor"><regex field="destination_number" expression="^9"/><regex field="destination_number" expression="^2"/><action application="eval" data="one"/><anti-action application="eval" data="not one"/></condition></extension>',
    runs: ["one"],
  },
  {
    name: "regex xor whose last fails: actions, but hunting goes on",
    xml: '<extension name="e"><condition regex="xor"><regex field="destination_number" expression="^2"/><regex field="destination_number" expression="^9"/><action application="eval" data="one"/></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="next"/></condition></extension>',
    runs: ["one", "next"],
  },
  {
    name: "regex xor: both",
    xml: '<extension name="e"><condition regex="xor"><regex field="destination_number" expression="^2"/><regex field="destination_number" expression="^20"/><action application="eval" data="one"/><anti-action application="eval" data="not one"/></condition></extension>',
    runs: ["not one"],
  },
  {
    name: "an unknown regex rule is any",
    xml: '<extension name="e"><condition regex="some"><regex field="destination_number" expression="^9"/><regex field="destination_number" expression="^2"/><action application="eval" data="a"/></condition></extension>',
    runs: ["a"],
  },
  {
    name: "regex without children: all holds, any does not",
    xml: '<extension name="e"><condition regex="all"><action application="eval" data="all"/></condition><condition regex="any" break="never"><action application="eval" data="any"/><anti-action application="eval" data="none"/></condition></extension>',
    runs: ["all", "none"],
  },
  {
    name: "a regex about the time",
    xml: '<extension name="e"><condition regex="all"><regex wday="1-7"/><regex field="destination_number" expression="^2"/><action application="eval" data="a"/></condition></extension>',
    runs: ["a"],
  },
  {
    name: "without field and time a condition holds",
    xml: '<extension name="e"><condition><action application="eval" data="$1"/></condition></extension>',
    runs: ["$1"],
  },
  {
    name: "a time that is right makes up for a field that is not, and the other way round",
    xml: '<extension name="e"><condition year="2020-2099" field="destination_number" expression="^9"><action application="eval" data="a"/></condition><condition year="1999" field="destination_number" expression="^2"><action application="eval" data="b"/></condition></extension>',
    runs: ["a", "b"],
  },
  {
    name: "a wrong time",
    xml: '<extension name="e"><condition hour="24"><action application="eval" data="a"/><anti-action application="eval" data="b"/></condition></extension>',
    runs: ["b"],
  },
  {
    name: "fields are those of the profile in any case; others are empty",
    xml: '<extension name="e"><condition field="Destination_NUMBER" expression="^2001$"><action application="eval" data="a"/></condition><condition field="v1" expression="^$"><action application="eval" data="b"/></condition><condition field="${v1}" expression="^20$"><action application="eval" data="c"/></condition><condition field="x${v1}y" expression="^x20y$"><action application="eval" data="d"/></condition></extension>',
    variables: {
      v1: "20",
    },
    runs: ["a", "b", "c", "d"],
  },
  {
    name: "parts of variables",
    xml: '<extension name="e"><condition field="${v1:1}" expression="^1 b$"><action application="eval" data="a"/></condition><condition field="${v1:0:2}" expression="^a1$"><action application="eval" data="b"/></condition></extension>',
    variables: {
      v1: "a1 b",
    },
    runs: ["a", "b"],
  },
  {
    name: "variables in an expression",
    xml: '<extension name="e"><condition field="destination_number" expression="^${v1}(\\d+)$"><action application="eval" data="$1"/></condition></extension>',
    variables: {
      v1: "20",
    },
    runs: ["01"],
    variablesAfter: {
      DP_MATCH: ["2001", "01"],
    },
  },
  {
    name: "groups of the last condition in the next one's field",
    xml: '<extension name="e"><condition field="destination_number" expression="^(2)(0)(\\d+)$"><action application="eval" data="a"/></condition><condition field="${DP_MATCH[3]}" expression="^01$"><action application="eval" data="b"/></condition></extension>',
    runs: ["a", "b"],
    variablesAfter: {
      DP_MATCH: ["2001", "2", "0", "01"],
    },
  },
  {
    name: "inline actions run while hunting, and the next condition sees it",
    xml: '<extension name="e"><condition field="destination_number" expression="^2" break="never"><action application="set" data="v2=yes" inline="true"/><action application="eval" data="a"/></condition><condition field="${v2}" expression="^yes$"><action application="eval" data="b"/></condition></extension>',
    runs: ["inline set v2=yes", "a", "b"],
  },
  {
    name: "an inline application of an extension that fails has run",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a" inline="true"/></condition><condition field="destination_number" expression="^9"></condition></extension><extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="b"/></condition></extension>',
    runs: ["inline a", "b"],
  },
  {
    name: "all inline: a route without applications",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a" inline="true"/></condition></extension>',
    runs: ["inline a"],
  },
  {
    name: "not every application may run inline",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="playback" data="x" inline="true"/><action application="eval" data="b"/></condition></extension>',
    runs: ["b"],
  },
  {
    name: "loop",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a" loop="2"/><action application="eval" data="b" loop="0"/><action application="eval" data="c" loop="x"/></condition></extension>',
    runs: ["a", "a"],
  },
  {
    name: "loop 0 alone is a route all the same",
    xml: '<extension name="e"><condition field="destination_number" expression="^2"><action application="eval" data="a" loop="0"/></condition></extension>',
    runs: [],
  },
  {
    name: "a body comes before data, as it stands",
    xml: '<extension name="e"><condition field="destination_number" expression="^(2)"><action application="eval" data="d">body $1 &lt;x&gt;</action></condition></extension>',
    runs: ["body 2 <x>"],
    variablesAfter: {
      DP_MATCH: ["2", "2"],
    },
  },
  {
    name: "a body on lines of its own",
    xml: '<extension name="e"><condition field="destination_number" expression="^(2)"><action application="eval" data="d">\n   body $1\n  </action><action application="eval" data="d">\n </action></condition></extension>',
    runs: ["\n   body 2\n  ", "\n "],
    variablesAfter: {
      DP_MATCH: ["2", "2"],
    },
  },
  {
    name: "an expression as an element",
    xml: '<extension name="e"><condition field="destination_number"><expression>^(2)</expression><action application="eval" data="$1"/></condition></extension>',
    runs: ["2"],
    variablesAfter: {
      DP_MATCH: ["2", "2"],
    },
  },
  {
    name: "an expression on lines of its own",
    xml: '<extension name="e"><condition field="destination_number"><expression>\n  ^(2)\n  </expression><action application="eval" data="$1"/></condition></extension>',
    runs: ["no route"],
  },
  {
    name: "an expression in CDATA",
    xml: '<extension name="e"><condition field="destination_number"><expression><![CDATA[^(2)(?<!3)]]></expression><action application="eval" data="$1"/></condition></extension>',
    runs: ["2"],
    variablesAfter: {
      DP_MATCH: ["2", "2"],
    },
  },
  {
    name: "flags, Asterisk's patterns, a missing slash, a broken one",
    xml: '<extension name="e"><condition field="destination_number" expression="/^ABC$/i"><action application="eval" data="a"/></condition><condition field="caller_id_number" expression="_XXX" break="never"><action application="eval" data="b"/></condition><condition field="caller_id_number" expression="_1NXZ" break="never"><action application="eval" data="x"/></condition><condition field="caller_id_number" expression="_100." break="never"><action application="eval" data="c"/></condition><condition field="destination_number" expression="/^abc" break="never"><action application="eval" data="d"/></condition><condition field="destination_number" expression="abc(" break="never"><action application="eval" data="e"/></condition><condition field="destination_number" expression="(?i)^ABC"><action application="eval" data="f"/></condition></extension>',
    destination: "abc",
    runs: ["a", "c", "f"],
    variablesAfter: {
      DP_MATCH: ["abc"],
    },
  },
  {
    name: "possessive, named, \\A and \\z",
    xml: '<extension name="e"><condition field="destination_number" expression="\\A(?&lt;area>\\d{2}+)(?P&lt;rest>\\d++)\\z"><action application="eval" data="$1 $2"/></condition></extension>',
    runs: ["20 01"],
    variablesAfter: {
      DP_MATCH: ["2001", "20", "01"],
    },
  },
  {
    name: "letters beyond ASCII count as bytes",
    xml: '<extension name="e"><condition field="${v1}" expression="^gr..+$" break="never"><action application="eval" data="a"/></condition><condition field="${v1}" expression="^gr..(.)$"><action application="eval" data="$1"/></condition></extension>',
    variables: {
      v1: "grün",
    },
    runs: ["a", "n"],
    variablesAfter: {
      DP_MATCH: ["grün", "n"],
    },
  },
  {
    name: "auto_hunt begins with the extension named as the destination",
    xml: '<extension name="x"><condition field="destination_number" expression=""><action application="eval" data="x"/></condition></extension><extension name="2001"><condition field="destination_number" expression="^9"><action application="eval" data="y"/></condition></extension><extension name="e"><condition field="destination_number" expression=""><action application="eval" data="z"/></condition></extension>',
    variables: {
      auto_hunt: "true",
    },
    runs: ["z"],
  },
  {
    name: "no condition, no route",
    xml: '<extension name="e"></extension><extension name="y"><action application="eval" data="a"/></extension>',
    runs: ["no route"],
  },
];
