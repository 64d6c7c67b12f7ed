export * from '../../demo/browser.js';
