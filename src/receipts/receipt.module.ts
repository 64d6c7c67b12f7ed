import { Module } from '@nestjs/common';
import { GetCertifiedAnswersHandler, GetCertifiedLaosHandler } from './get-certified.js';
import { GetLaoReceiptHandler, GetProvinceReceiptHandler } from './get-receipt.js';
import { GenuineCertifications } from './genuine-certifications.js';
import { ReceiptController } from './receipt.controller.js';
import { VerifyController } from './verify.controller.js';
import { VerifyFingerprintHandler } from './verify-fingerprint.js';

@Module({
  controllers: [ReceiptController, VerifyController],
  providers: [
    GenuineCertifications,
    GetLaoReceiptHandler,
    GetProvinceReceiptHandler,
    GetCertifiedAnswersHandler,
    GetCertifiedLaosHandler,
    VerifyFingerprintHandler,
  ],
})
export class ReceiptsModule {}
