#!/usr/bin/env node
import { run } from '../dist/tollgate.js';

process.exitCode = await run(process);
