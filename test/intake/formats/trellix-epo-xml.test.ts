import { trellixEpoXml } from '../../../src/intake/formats/trellix-epo-xml.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(trellixEpoXml);
