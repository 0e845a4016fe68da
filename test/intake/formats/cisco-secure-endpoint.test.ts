import { ciscoSecureEndpoint } from '../../../src/intake/formats/cisco-secure-endpoint.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(ciscoSecureEndpoint);
