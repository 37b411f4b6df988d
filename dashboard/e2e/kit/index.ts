export type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
export { launchBrowser, seriousProblems, signIn, WatchedPage } from './browser';
export { nginxProgram, TestNginx } from './nginx';
export { type FirstRun, type ServerOptions, TestServer, until } from './server';
