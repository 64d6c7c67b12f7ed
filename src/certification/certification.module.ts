import { Module } from '@nestjs/common';
import { ChangesSince } from '../changes/changes-since.js';
import { CertificationController } from './certification.controller.js';
import { CertifyProvinceHandler } from './certify-province.js';
import { ReturnSurveyHandler } from './return-survey.js';
import { ReviewSurveyHandler } from './review-survey.js';
import { RevokeCertificationHandler } from './revoke-certification.js';

@Module({
  controllers: [CertificationController],
  providers: [
    ChangesSince,
    ReviewSurveyHandler,
    ReturnSurveyHandler,
    CertifyProvinceHandler,
    RevokeCertificationHandler,
  ],
})
export class CertificationModule {}
