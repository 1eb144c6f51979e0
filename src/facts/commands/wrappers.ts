/** How a wrapper's own words are told from the command it runs. */
export interface Wrapper {
  /** Words that must follow the name: `exec` of `aws-vault exec`. */
  readonly sub?: readonly string[];
  /** Own options that take the next word. */
  readonly values?: readonly string[];
  /** Own words before the command. */
  readonly skip?: number;
  /** The command stands after `--` only. */
  readonly dashes?: boolean;
  /** Options whose value is a script. */
  readonly script?: readonly string[];
  /** Without such an option it runs nothing that is written here. */
  readonly scriptOnly?: boolean;
  /** Own words are names of what is changed (a profile, a host). */
  readonly names?: boolean;
  readonly remote?: boolean;
}

/** Options of `docker run` that take the next word. */
export const DOCKER_RUN_VALUES = (
  '-v -e -p -w -u -m -h -l --name --network --net --env --env-file --volume --publish --workdir --user --mount ' +
  '--platform --add-host --hostname --label --memory --cpus --restart --log-driver --log-opt --shm-size --pull --gpus ' +
  '--tmpfs --cap-add --cap-drop --security-opt --ulimit --device --dns --ip --pid --ipc --link --volumes-from --expose ' +
  '--entrypoint --stop-timeout --userns --group-add --cidfile --runtime --health-cmd --index --service'
).split(' ');

const KUBECTL_VALUES = '-n --namespace -c --container --context --kubeconfig --cluster --image --overrides -l'.split(
  ' ',
);
const NPX_VALUES = ['-p', '--package', '--registry', '-w', '--workspace'];
const SSH_VALUES = '-i -p -o -l -F -J -L -R -D -E -b -c -m -S -W -w'.split(' ');

/** Programs that run what is handed to them, by name. */
export const WRAPPERS: Readonly<Record<string, Wrapper | readonly Wrapper[]>> = {
  sudo: { values: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '--user', '--group'] },
  doas: { values: ['-u'] },
  env: { values: ['-u', '-C', '--unset', '--chdir'] },
  time: { values: ['-f', '-o'] },
  nohup: {},
  exec: { values: ['-a'] },
  builtin: {},
  command: {},
  nice: { values: ['-n'] },
  ionice: { values: ['-c', '-n'] },
  stdbuf: { values: ['-o', '-e', '-i'] },
  unbuffer: {},
  setsid: {},
  chronic: {},
  winpty: {},
  tini: {},
  'dumb-init': {},
  'xvfb-run': { values: ['-s', '--server-args', '-n', '--server-num', '-e'] },
  timeout: { values: ['-s', '-k', '--signal', '--kill-after'], skip: 1 },
  gtimeout: { values: ['-s', '-k'], skip: 1 },
  flock: { values: ['-w', '-E', '--timeout'], skip: 1 },
  watch: { values: ['-n'] },
  retry: { values: ['-n', '-t', '-d', '-s', '-m', '--times', '--delay', '--tries', '--sleep', '--max'] },
  travis_retry: {},
  xargs: { values: ['-n', '-I', '-P', '-L', '-d', '-a', '-s', '-E'] },
  gosu: { skip: 1 },
  'su-exec': { skip: 1 },
  eval: {},
  'invoke-expression': {},
  iex: {},
  call: {},
  su: { script: ['-c', '--command'], scriptOnly: true },
  script: { script: ['-c'], scriptOnly: true },
  'aws-vault': { sub: ['exec'], skip: 1, names: true, values: ['-d', '--duration', '--region'] },
  saml2aws: { sub: ['exec'], dashes: true },
  chamber: { sub: ['exec'], dashes: true, names: true },
  doppler: { sub: ['run'], dashes: true, values: ['-p', '-c', '--project', '--config'], script: ['--command'] },
  op: { sub: ['run'], dashes: true },
  infisical: { sub: ['run'], dashes: true },
  dotenv: { values: ['-e', '-f'] },
  dotenvx: { sub: ['run'], dashes: true },
  'env-cmd': { values: ['-f', '-e', '--file', '--environments'] },
  'cross-env': {},
  'cross-env-shell': {},
  mise: [
    { sub: ['exec'], dashes: true },
    { sub: ['x'], dashes: true },
  ],
  asdf: { sub: ['exec'] },
  direnv: { sub: ['exec'], skip: 1 },
  nvm: { sub: ['exec'], skip: 1 },
  poetry: { sub: ['run'] },
  pipenv: { sub: ['run'] },
  pipx: { sub: ['run'] },
  uv: { sub: ['run'], values: ['--with', '--group', '--extra', '-p', '--python', '--env-file', '--directory'] },
  uvx: { values: ['--with', '--from'] },
  pdm: { sub: ['run'] },
  rye: { sub: ['run'] },
  conda: { sub: ['run'], values: ['-n', '--name', '-p'] },
  coverage: { sub: ['run'], values: ['--source', '--rcfile', '--omit'] },
  bundle: { sub: ['exec'] },
  rbenv: { sub: ['exec'] },
  npx: { values: NPX_VALUES, script: ['-c', '--call'] },
  pnpx: { values: NPX_VALUES },
  npm: [
    { sub: ['exec'], values: NPX_VALUES, script: ['-c', '--call'] },
    { sub: ['x'], values: NPX_VALUES },
  ],
  pnpm: [
    { sub: ['exec'], values: NPX_VALUES },
    { sub: ['dlx'], values: NPX_VALUES },
  ],
  yarn: [
    { sub: ['exec'], values: NPX_VALUES },
    { sub: ['dlx'], values: NPX_VALUES },
  ],
  bun: { sub: ['x'] },
  bunx: { values: NPX_VALUES },
  docker: [
    { sub: ['exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['container', 'exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['compose', 'exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['compose', 'run'], values: DOCKER_RUN_VALUES, skip: 1 },
  ],
  'docker-compose': [
    { sub: ['exec'], values: DOCKER_RUN_VALUES, skip: 1 },
    { sub: ['run'], values: DOCKER_RUN_VALUES, skip: 1 },
  ],
  kubectl: { sub: ['exec'], values: KUBECTL_VALUES, dashes: true, names: true, remote: true },
  oc: { sub: ['exec'], values: KUBECTL_VALUES, dashes: true, names: true, remote: true },
  heroku: { sub: ['run'], values: ['-a', '--app', '-r', '--remote', '-s', '--size'], remote: true },
  go: { sub: ['run'], values: ['-mod', '-tags', '-ldflags', '-C'] },
  az: [
    { sub: ['aks', 'command', 'invoke'], script: ['--command', '-c'], scriptOnly: true },
    { sub: ['vm', 'run-command', 'invoke'], script: ['--scripts'], scriptOnly: true, remote: true },
  ],
  ssh: { values: SSH_VALUES, skip: 1, names: true, remote: true },
  sshpass: { values: ['-p', '-f'] },
  gcloud: { sub: ['compute', 'ssh'], script: ['--command'], scriptOnly: true, remote: true },
};
