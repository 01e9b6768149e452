/** Where the rules' pages are on the web: `server/docs/rules` of the repository. */
const pages = "https://github.com/portkey-migrate/portkey-migrate/blob/main/server/docs/rules";

/** The page of a rule on the web. */
export const ruleUrl = (rule: string): string => `${pages}/${rule}.md`;
