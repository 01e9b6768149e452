// Where new TypeScript may go, what a file hands on, what the grammar could not read; JSX and JavaScript.
import { checkFacts } from "../support/render-facts.ts";

checkFacts("typescript", [
  {
    title: "where new code may go",
    source: [
      "#!/usr/bin/env node",
      "// licence",
      '"use strict";',
      'import "dotenv/config";',
      'import * as dotenv from "dotenv";',
      'import OpenAI, { AzureOpenAI as Azure } from "openai";',
      'import type { Stream } from "openai";',
      'const fs = require("fs"), { join: j } = require("path");',
      "const helper = () => client.x();",
      "dotenv.config();",
      "const client = new OpenAI();",
    ],
    anchors: ['"use strict";<first>', "dotenv.config();<after>"],
    topLevelImports: [
      "dotenv * -> dotenv at * as dotenv",
      "openai default -> OpenAI at OpenAI",
      "openai AzureOpenAI -> Azure at AzureOpenAI as Azure",
      'fs * -> fs at fs = require("fs")',
      "path join -> j at join: j",
    ],
  },
  {
    title: "where the first import may go",
    source: ["// @ts-check", "/* licence */", "", "const x = 1;"],
    anchors: ["<first><after>"],
  },
  {
    title: "after a directive",
    source: ['"use client";', "", "export function A() {}"],
    anchors: ['"use client";<first><after>'],
  },
  {
    title: "after a shebang and its comments",
    source: ["#!/usr/bin/env node", "// licence", "", "start();"],
    anchors: ["// licence<first><after>"],
  },
  {
    title: "an exported name",
    source: [
      'import OpenAI, { AzureOpenAI } from "openai";',
      "export const a = new OpenAI();",
      "const b = new OpenAI();",
      "const c = new OpenAI();",
      "const d = new OpenAI();",
      "const e = new OpenAI();",
      "const f = new OpenAI();",
      "export { b };",
      "module.exports = { c, x: d };",
      "export default e;",
      "export { AzureOpenAI };",
    ],
    bindings: [
      "OpenAI: openai.default import",
      "AzureOpenAI: openai.AzureOpenAI import exported",
      "a: openai.default() variable = openai.default() exported",
      "b: openai.default() variable = openai.default() exported",
      "c: openai.default() variable = openai.default() exported",
      "d: openai.default() variable = openai.default() exported",
      "e: openai.default() variable = openai.default() exported",
      "f: openai.default() variable = openai.default()",
    ],
  },
  {
    title: "a name that is still to be typed",
    source: [
      'import { completion as } from "litellm";',
      'import * as from "litellm";',
      'const = require("litellm");',
      "class extends completion { constructor(private : completion) { this. = 1; } }",
      "litellm.",
    ],
    imports: ["1: from litellm: completion as = litellm.completion -> ", "2: side-effect litellm"],
    references: [],
  },
  {
    title: "what the grammar could not read",
    source: ['import OpenAI from "openai";', 'export type * from "openai";', "interface Box<in out T> {}", "class A { static accessor x = new OpenAI(); }", "new OpenAI();"],
    unreadable: ["type", "out T", "x"],
    references: ["4: OpenAI = openai.default (call, class-body)", "5: OpenAI = openai.default (call)"],
  },
  {
    title: "the grammar reads using as an assignment",
    source: ['import OpenAI from "openai";', "const client = 1;", "{ using client = new OpenAI(); client.a(); }", "client.b();"],
    references: ["3: OpenAI = openai.default (call)", "3: client.a = openai.default().a (call)"],
  },
]);

checkFacts("tsx", [
  {
    title: "expressions and components",
    source: [
      'import OpenAI, { Panel } from "openai";',
      "const client = new OpenAI();",
      "const view = (",
      '  <Panel client={client} {...client} label="openai/x &amp; y">',
      "    {client.name}",
      '    <Panel.Title model="openai/a" other={"openai/b"} />',
      "    <client />",
      "    <div>client</div>",
      "  </Panel>",
      ");",
    ],
    references: [
      "2: OpenAI = openai.default (call)",
      "4: Panel = openai.Panel (value)",
      "4: client = openai.default() (value)",
      "4: client = openai.default() (value)",
      "5: client.name = openai.default().name (value)",
      "6: Panel.Title = openai.Panel.Title (value)",
      "9: Panel = openai.Panel (value)",
    ],
  },
  {
    title: "strings",
    source: ['const view = <Chat model="openai/a" other={"openai/b"} label="openai/&amp;">openai/c{"openai/d"}</Chat>;'],
    strings: ['1: "openai/a" value of model', '1: "openai/b" value of other', '1: "openai/&amp;" (not plain) value of label', '1: "openai/d" other'],
  },
  {
    title: "JavaScript",
    source: [
      'const { OpenAI } = require("openai");',
      "const client = new OpenAI();",
      "module.exports.run = async function run() {",
      '  return client.chat.completions.create({ model: "openai/a" });',
      "};",
    ],
    imports: ["1: require openai: OpenAI = openai.OpenAI -> OpenAI"],
    references: ["2: OpenAI = openai.OpenAI (call)", "4: client.chat.completions.create = openai.OpenAI().chat.completions.create (call, async-function)"],
  },
]);
