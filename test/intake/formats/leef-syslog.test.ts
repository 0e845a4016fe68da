import { leefSyslog } from '../../../src/intake/formats/leef-syslog.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(leefSyslog);
