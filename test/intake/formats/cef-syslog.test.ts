import { cefSyslog } from '../../../src/intake/formats/cef-syslog.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(cefSyslog);
