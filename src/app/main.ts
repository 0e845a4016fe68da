import { mount } from 'svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import { Busy } from '../client/busy.ts';
import { spawnEngine } from '../client/engine.ts';
import { Session } from '../client/session.svelte.ts';
import { settings } from '../client/settings.svelte.ts';
import App from './App.svelte';

const busy = new Busy((now) => (document.documentElement.dataset['busy'] = String(now)));
const session = new Session(spawnEngine(settings.analyst, busy), busy);

const target = document.getElementById('app');
if (target) mount(App, { target, props: { session } });
busy.opened();
