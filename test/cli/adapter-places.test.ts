// Where the adapter goes in each layout of a project, and how it is imported there.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { adapterModule } from "../../server/src/engine/adapter/adapter-module.ts";
import { llm, migrate, read } from "./adapter-runs.ts";
import { folderOf } from "./harness.ts";

/** Where the adapter of each layout is, and how the file named first imports it. */
const layouts: readonly { readonly name: string; readonly files: Readonly<Record<string, string>>; readonly args?: readonly string[]; readonly adapter: string; readonly imported: string }[] = [
  { name: "a script", files: { "run.py": llm }, adapter: "portkey_adapter.py", imported: "import portkey_adapter" },
  { name: "a script in a folder", files: { "scripts/run.py": llm }, adapter: "scripts/portkey_adapter.py", imported: "import portkey_adapter" },
  {
    name: "a test of a package without __init__.py below src",
    files: { "tests/python/test_llm.py": `from tool.llm import ask\n${llm}`, "src/tool/llm.py": llm },
    adapter: "src/tool/portkey_adapter.py",
    imported: "from tool import portkey_adapter",
  },
  {
    name: "a package in a folder for sources that has an `__init__.py` too",
    files: { "src/app/llm.py": llm, "src/app/__init__.py": "", "src/__init__.py": "", "tests/test_llm.py": "from app.llm import ask\n" },
    adapter: "src/app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a package of a namespace that other distributions share",
    files: { "src/google/adk/models/llm.py": llm, "src/google/adk/models/__init__.py": "", "src/google/adk/__init__.py": "", "src/google/adk/app.py": "from google.adk.models.llm import ask\n" },
    adapter: "src/google/adk/portkey_adapter.py",
    imported: "from google.adk import portkey_adapter",
  },
  {
    name: "a package of such a namespace that only its tests name in full",
    files: {
      "src/google/adk/models/llm.py": llm,
      "src/google/adk/models/__init__.py": "from . import llm\n",
      "src/google/adk/__init__.py": "from . import models\n",
      "tests/test_llm.py": "from google.adk.models import llm\n",
    },
    adapter: "src/google/adk/portkey_adapter.py",
    imported: "from google.adk import portkey_adapter",
  },
  {
    name: "an integration of Home Assistant, which is installed without the folder around it",
    files: {
      "custom_components/talk/service.py": llm.replace("import litellm", "import litellm\n\nfrom .const import DOMAIN"),
      "custom_components/talk/const.py": 'DOMAIN = "talk"\n',
      "custom_components/talk/__init__.py": "",
      "custom_components/__init__.py": "",
      "tests/test_service.py": "from custom_components.talk.service import ask\n",
    },
    adapter: "custom_components/talk/portkey_adapter.py",
    imported: "from . import portkey_adapter\nfrom .const import DOMAIN",
  },
  {
    name: "a test of such an integration",
    files: {
      "tests/test_service.py": `from custom_components.talk.service import ask\n${llm}`,
      "custom_components/talk/service.py": llm,
      "custom_components/talk/__init__.py": "",
      "custom_components/__init__.py": "",
    },
    adapter: "custom_components/talk/portkey_adapter.py",
    imported: "from custom_components.talk import portkey_adapter",
  },
  {
    name: "a package that asks another distribution only where somebody has installed it",
    files: {
      "my-agents/core/llm.py": `try:\n    from browser import cdp\nexcept ImportError:\n    cdp = None\n${llm}`,
      "my-agents/core/__init__.py": "",
      "my-agents/__init__.py": "",
      "my-browser/browser/cdp.py": llm,
      "my-browser/browser/__init__.py": "",
      "my-browser/__init__.py": "",
    },
    adapter: "my-agents/core/portkey_adapter.py",
    imported: "from core import portkey_adapter",
  },
  {
    name: "a package that builds on one of another distribution",
    files: { "agents/core/llm.py": `from browser import cdp\n${llm}`, "agents/core/__init__.py": "", "browser/browser/cdp.py": llm, "browser/browser/__init__.py": "" },
    adapter: "browser/browser/portkey_adapter.py",
    imported: "from browser import cdp, portkey_adapter",
  },
  {
    name: "a package that asks one beside it in a function",
    files: { "src/core/llm.py": `${llm}\n\ndef more():\n    from base import cdp\n`, "src/core/__init__.py": "", "src/base/cdp.py": llm, "src/base/__init__.py": "" },
    adapter: "src/base/portkey_adapter.py",
    imported: "from base import portkey_adapter",
  },
  {
    name: "what pytest loads for tests of a package that calls LiteLLM",
    files: { "tests/conftest.py": llm, "tests/unit/test_llm.py": "from app.llm import ask\n", "src/app/llm.py": llm, "src/app/__init__.py": "" },
    adapter: "src/app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a script that is only imported beside a package that calls LiteLLM",
    files: { "examples/one/utils.py": llm, "examples/one/main.py": "from examples.one.utils import ask\nfrom app.llm import ask\n", "src/app/llm.py": llm, "src/app/__init__.py": "" },
    adapter: "src/app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a script that is imported without such a package, too",
    files: {
      "examples/utils.py": llm,
      "examples/main.py": "import utils\nfrom app.llm import ask\n",
      "examples/plain.py": "import utils\n",
      "src/app/llm.py": llm,
      "src/app/__init__.py": "",
    },
    adapter: "examples/portkey_adapter.py",
    imported: "import portkey_adapter",
  },
  {
    name: "a script that such a package imports itself",
    files: { "helpers.py": llm, "main.py": "import helpers\nimport app.llm\n", "app/llm.py": `import helpers\n${llm}`, "app/__init__.py": "" },
    adapter: "portkey_adapter.py",
    imported: "import portkey_adapter",
  },
  { name: "a package below src", files: { "src/app/llm.py": llm, "src/app/__init__.py": "" }, adapter: "src/app/portkey_adapter.py", imported: "from app import portkey_adapter" },
  {
    name: "a folder without __init__.py that is imported from above",
    files: { "llms/ask.py": llm, "main.py": "from llms.ask import ask\n" },
    adapter: "portkey_adapter.py",
    imported: "import portkey_adapter",
  },
  {
    name: "a package without __init__.py",
    files: { "lib/llms/ask.py": llm, "lib/llms/use.py": "from llms.ask import ask\n", "lib/setup.py": "" },
    adapter: "lib/llms/portkey_adapter.py",
    imported: "from llms import portkey_adapter",
  },
  {
    name: "a test of a package that calls LiteLLM",
    files: { "tests/test_llm.py": `from app.llm import ask\n${llm}`, "app/llm.py": llm, "app/__init__.py": "" },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "tests that are a package of their own",
    files: { "tests/test_llm.py": `from app.llm import ask\n${llm}`, "tests/__init__.py": "", "app/llm.py": llm, "app/__init__.py": "" },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a package that builds on another one that calls LiteLLM",
    files: { "tool/plain.py": llm, "tool/run.py": "from app.llm import ask\n", "tool/__init__.py": "", "app/llm.py": llm, "app/__init__.py": "" },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a script that uses two packages of which one builds on the other",
    files: { "run.py": `import app.llm\nimport tool.run\n${llm}`, "tool/run.py": `from app.llm import ask\n${llm}`, "tool/__init__.py": "", "app/llm.py": llm, "app/__init__.py": "" },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a package that two others build on, which import each other",
    files: {
      "one/a.py": `import app.llm\nimport two.b\n${llm}`,
      "one/__init__.py": "",
      "two/b.py": `import app.llm\nimport one.a\n${llm}`,
      "two/__init__.py": "",
      "app/llm.py": llm,
      "app/__init__.py": "",
    },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a folder without __init__.py in a package whose files import each other by its name",
    files: { "app/tools/plain/ask.py": llm, "app/__init__.py": "", "app/main.py": "from app.core import run\n", "app/core.py": "" },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a package in a folder without __init__.py in a package",
    files: { "app/core/backend/ask.py": `from app.errors import Late\n${llm}`, "app/core/backend/__init__.py": "", "app/__init__.py": "", "app/errors.py": "class Late(Exception): ...\n" },
    adapter: "app/portkey_adapter.py",
    imported: "from app import portkey_adapter",
  },
  {
    name: "a folder of scripts in a package that nothing imports by its name",
    files: { "app/tools/plain/ask.py": llm, "app/__init__.py": "" },
    adapter: "app/tools/plain/portkey_adapter.py",
    imported: "import portkey_adapter",
  },
  {
    name: "a package with an adapter of its own",
    files: {
      "tool/plain.py": llm,
      "tool/run.py": "from app.llm import ask\n",
      "tool/__init__.py": "",
      "tool/portkey_adapter.py": adapterModule({ names: ["completion"], providerSlugs: {}, modelMap: {} }),
      "app/llm.py": llm,
      "app/__init__.py": "",
    },
    adapter: "tool/portkey_adapter.py",
    imported: "from tool import portkey_adapter",
  },
  {
    name: "a package whose modules name each other by dots alone, whatever it is called once it is installed",
    files: { "src/llms/ask.py": llm.replace("import litellm", "from ..errors import Late\nfrom .base import Model\n\nimport litellm"), "src/llms/__init__.py": "", "src/__init__.py": "" },
    adapter: "src/portkey_adapter.py",
    imported: "from .. import portkey_adapter\nfrom ..errors import Late\nfrom .base import Model",
  },
  {
    name: "a folder that is called like LiteLLM's package",
    files: {
      "examples/ask.py": llm,
      "src/tool/providers/litellm/provider.py": "from tool.providers.litellm import endpoint\n\nfrom litellm import completion\n",
      "src/tool/providers/litellm/endpoint.py": llm,
      "src/tool/providers/litellm/__init__.py": "",
    },
    adapter: "examples/portkey_adapter.py",
    imported: "import portkey_adapter",
  },
  {
    name: "a chosen file",
    files: { "src/app/llm.py": llm, "src/app/__init__.py": "", "src/app/core/__init__.py": "" },
    args: ["--adapter-path", "src/app/core/llm.py"],
    adapter: "src/app/core/llm.py",
    imported: "from app.core import llm",
  },
];

for (const { name, files, args = [], adapter, imported } of layouts) {
  test(`the place for ${name}`, async (t) => {
    const cwd = folderOf(t, files);
    const { stderr } = await migrate(cwd, ...args);
    assert.ok(existsSync(join(cwd, adapter)), stderr);
    assert.ok(read(cwd, Object.keys(files)[0] ?? "").includes(`${imported}\n`), read(cwd, Object.keys(files)[0] ?? ""));
  });
}
