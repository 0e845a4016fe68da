import { googleWorkspaceAlert } from '../../../src/intake/formats/google-workspace-alert.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(googleWorkspaceAlert);
