export { Project, type Stored } from './project';
export { GUIDE_SNIPPET, OFFICIAL, page, stub } from './snippets';
export { STATS, Stage, until, Visit } from './stage';
export { type Site, site, WAYS, type Way } from './way';
