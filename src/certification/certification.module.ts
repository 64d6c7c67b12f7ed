import { Module } from '@nestjs/common';
import { CertificationController } from './certification.controller.js';
import { CertifyProvinceHandler } from './certify-province.js';
import { ReturnSurveyHandler } from './return-survey.js';
import { ReviewSurveyHandler } from './review-survey.js';
import { RevokeCertificationHandler } from './revoke-certification.js';

@Module({
  controllers: [CertificationController],
  providers: [ReviewSurveyHandler, ReturnSurveyHandler, CertifyProvinceHandler, RevokeCertificationHandler],
})
export class CertificationModule {}
