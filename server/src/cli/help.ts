/** What `--help` prints. */
export const help = `Finds LiteLLM use in Python and TypeScript and rewrites it to the Portkey AI gateway.

Usage: portkey-migrate <command> [options]

  scan [path…]     report what there is to migrate
  fix [path…]      print the safe fixes as a diff, or apply them
  test             send one request to a Portkey gateway and explain the answer
  explain RULE     print a rule's page

Without a path the working folder is read; - reads standard input (with --stdin-path NAME).
Left out are what .gitignore names, node_modules, .venv, venv, site-packages, dist and .git,
unless one is named as a path. Symbolic links inside a folder are not followed.

scan and fix:
  --rule ID              only this rule, or litellm-* for all of a family (repeatable)
  --strategy NAME        portkey-sdk, openai-client, adapter or keep-litellm
  --slug PROVIDER=SLUG   the Model Catalog slug of a provider, such as openai=openai-prod (repeatable)
  --adapter-path FILE    where the adapter of --strategy adapter is to be
  --include GLOB         only files that match (repeatable)
  --exclude GLOB         no files that match (repeatable)
  --no-ignore            read ignored files and package folders too
  --cache-dir FOLDER     where what was found in files is kept for the next run
  --no-cache             neither use nor keep it

scan:
  --format NAME          text (the default), markdown, html, csv, json or sarif
  --output FILE          write the report to a file

fix:
  --write                change the files instead of printing a diff
  --unsafe               also what a person has to review

test (the key is read from PORTKEY_API_KEY alone):
  --model @SLUG/MODEL    the model to ask; without it and --at only the gateway and the key are checked
  --at FILE:LINE         ask what the call on this line asks, read from the code and never run
  --slug PROVIDER=SLUG   as above, for the model of that call
  --profile NAME         hosted (the default), airs, self-hosted or local
  --local                the same as --profile local: a gateway on this machine, without a key; its
                         echo answers for every model
  --base-url URL         the address of a gateway of your own; it ends in /v1
  --stream               ask for a stream
  --prompt TEXT          what to ask (the default asks for one word)
  --code-prompt          ask what stands in the code
  --max-tokens COUNT     the most tokens of an answer (16), or code for what the code says
  --timeout SECONDS      give up after so long; 500ms is half a second
  --format NAME          text (the default) or json

Settings are read from portkey-migrate.json in the scanned folder or above it.
What was found in files that are still the same is taken from the last run: it is kept in the
system's folder for caches, never in the scanned one, and edits are always made anew.
Exit code: 0 nothing to report, 1 findings (or fix left some, or a test failed), 2 could not run.
`;
