import { mispEvent } from '../../../src/intake/formats/misp-event.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(mispEvent);
