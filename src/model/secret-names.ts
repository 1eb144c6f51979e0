/** Words that name a secret when a name ends with them: `GITHUB_TOKEN`, `dbPassword`, `clientsecret`. */
const SECRET_WORDS =
  /(?:token|secret|password|(?<!no)passwd|passphrase|apikey|secretkey|privatekey|accesskey|connectionstring)$|^(?:secrets|passwords|pwd|dbpwd|credentials?|creds)$/;

/** Two words that name a secret together: `api_key`, `ConnectionString`. */
const SECRET_PAIRS: ReadonlySet<string> = new Set([
  'api key',
  'access key',
  'secret key',
  'private key',
  'signing key',
  'encryption key',
  'account key',
  'shared key',
  'ssh key',
  'deploy key',
  'auth key',
  'connection string',
  'db pass',
  'database pass',
  'user pass',
  'admin pass',
  'root pass',
  'smtp pass',
  'mysql pass',
  'sudo pass',
]);

/** Words after a secret's name that make it the name of something else: `SecretArn`, `token-service`, `PasswordPolicy`. */
const ABOUT_A_SECRET: ReadonlySet<string> = new Set(
  `action age alias app application arn arns bucket build check config configuration count detection enabled endpoint
  env expiration expires expiry field file filename format function generation group header id ids job key-id lambda
  length lifetime limit manager max min minutes name names parameter path pipeline policy prefix project provider ref
  reference region required rotation rule scan scanner scope scopes service stack stage state stdin store subject suffix
  table template ttl type uri url usage valid validated validation validity vault version`.split(/\s+/),
);

/**
 * Whether a thing of this name holds a secret: `OAuthToken`, `GITHUB_TOKEN_PROD`, `master.user.password`. A name that only
 * speaks of one does not: `SecretsManager`, `token-service`, `SecretArn`, `max_tokens`.
 */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const word = words[at]!;
    if (ABOUT_A_SECRET.has(word)) return false;
    if (SECRET_WORDS.test(word) || SECRET_PAIRS.has(`${words[at - 1]} ${word}`)) return true;
  }
  return false;
}

/** Values that name a secret kept elsewhere, or say nothing: they help the reader and hurt nobody. */
const REFERENCES: readonly RegExp[] = [
  /^$/,
  /^(?:true|false|null|nil|none|undefined|yes|no|inherit|read|write|required|optional|unknown|missing|empty|string|~|-)$/i,
  /^\[?redacted\]?$/i,
  /^[|>][+-]?\d?[+-]?$/,
  /^(?:[*•x.]{3,}|…)$/i,
  // Whole placeholders: ${Token}, $(TOKEN), $TOKEN, %TOKEN%, #{Variables.Token}, {{resolve:…}}, ${{ secrets.X }}, <token>
  /^\$\{\{/,
  /^\$\{[^${}]*\}$/,
  /^\$\(/,
  /^alias\//,
  /^\$[A-Za-z_]\w*$/,
  /^%[A-Za-z_]\w*%$/,
  /^#\{[^{}]*\}$/,
  /^\{\{[^{}]*\}\}$/,
  /^\{\{resolve:[^'"\s]*\}\}$/,
  /^<[A-Za-z][\w -]*>$/,
  // CloudFormation functions, in YAML's short and long form; Terraform expressions.
  /^!(?:Ref|GetAtt|ImportValue|FindInMap|If|Select|Split|Join|Base64)\b/,
  /^!Sub$/,
  /^(?:Ref|Fn::[A-Za-z0-9]+)\s*:/,
  /^(?:var|local|data|module|each|self)\.[\w.[\]"-]+$/,
  /^(?:aws|random|google|azurerm)_\w+\.[\w.[\]"-]+$/,
  /^arn:[\w-]*:/,
];

/** Whether a value is no secret itself: empty, a placeholder, or a reference to where the secret is kept. */
export function isReference(value: string): boolean {
  const bare = value.trim();
  return REFERENCES.some((pattern) => pattern.test(bare));
}
