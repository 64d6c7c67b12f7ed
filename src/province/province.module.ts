import { Module } from '@nestjs/common';
import { SurveyModule } from '../survey/survey.module.js';
import { CertifyProvinceHandler } from './certify-province.js';
import { GetProvinceStatusHandler } from './get-province-status.js';
import { ProvinceController } from './province.controller.js';
import { ProvinceDesk } from './province-desk.js';
import { ReturnSurveyHandler } from './return-survey.js';
import { RevokeCertificationHandler } from './revoke-certification.js';

@Module({
  imports: [SurveyModule],
  controllers: [ProvinceController],
  providers: [
    ProvinceDesk,
    ReturnSurveyHandler,
    CertifyProvinceHandler,
    RevokeCertificationHandler,
    GetProvinceStatusHandler,
  ],
})
export class ProvinceModule {}
