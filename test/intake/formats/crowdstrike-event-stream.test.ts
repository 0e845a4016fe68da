import { crowdstrikeEventStream } from '../../../src/intake/formats/crowdstrike-event-stream.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(crowdstrikeEventStream);
