import { Module } from '@nestjs/common';
import { CertificationController } from './certification.controller.js';
import { CertifyProvinceHandler } from './certify-province.js';
import { ReturnSurveyHandler } from './return-survey.js';
import { RevokeCertificationHandler } from './revoke-certification.js';

@Module({
  controllers: [CertificationController],
  providers: [ReturnSurveyHandler, CertifyProvinceHandler, RevokeCertificationHandler],
})
export class CertificationModule {}
