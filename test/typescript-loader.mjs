/**
 * Lets Node run the TypeScript sources as they are: in their imports `./x.js` means `./x.ts`. Used by child processes of the
 * tests.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (
      !specifier.startsWith('.') ||
      !specifier.endsWith('.js') ||
      !context.parentURL?.endsWith('.ts') ||
      context.parentURL.includes('/node_modules/')
    ) {
      return nextResolve(specifier, context);
    }
    return nextResolve(specifier.replace(/\.js$/, '.ts'), context);
  },
});
