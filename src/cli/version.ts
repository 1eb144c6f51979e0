import packageJson from '../../package.json' with { type: 'json' };

/** The version in package.json; bundled when the program is built. */
export const VERSION: string = packageJson.version;
