import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { Actor } from '../events/actor.js';
import { provinceOf } from '../events/streams.js';
import type { SurveyStatus } from '../form/form-view.js';
import { IsIdentifier } from '../http/identifiers.js';
import { provinceRefusal } from '../identity/policy.js';
import { atDescription } from '../past/moment.js';
import { problems } from '../problems/catalogue.js';

const statuses = ['not-certified', 'certified', 'returned', 'withdrawn'] as const;

/** Which LAOs of a round count, and when. The same parameters for exports and results. */
export class ResultFilter {
  @ApiPropertyOptional({ description: 'Province code. Default: all that one may see.' })
  @IsOptional()
  @IsIdentifier()
  province?: string;

  @ApiPropertyOptional({ description: 'District code.' })
  @IsOptional()
  @IsIdentifier()
  district?: string;

  @ApiPropertyOptional({ description: 'Id of an LAO type.', example: 'sao' })
  @IsOptional()
  @IsIdentifier()
  laoType?: string;

  @ApiPropertyOptional({ description: 'Region, as the roster names it.', example: 'ภาคกลาง' })
  @IsOptional()
  @Matches(/^[\p{L}\p{M}]{1,40}$/u)
  region?: string;

  @ApiPropertyOptional({
    enum: statuses,
    description:
      '`not-certified` finds all that are not certified, the returned ones included; `withdrawn` those that are asked no longer.',
  })
  @IsOptional()
  @IsIn(statuses)
  status?: SurveyStatus | 'withdrawn';

  @ApiPropertyOptional({ description: atDescription })
  @IsOptional()
  at?: string;

  @ApiPropertyOptional({ description: 'Wait (bounded) until this position of the log is in what is read.' })
  @IsOptional()
  after?: string;
}

/** Another's province is refused, not answered with nothing. @throws Problem `out-of-scope` */
export const requireProvinceInScope = (province: string | undefined, actor: Actor): void => {
  if (province === undefined) return;
  const refused =
    actor.role === 'lao'
      ? province !== provinceOf(actor.laoCode ?? '') && problems.outOfScope()
      : provinceRefusal(actor, province);
  if (refused) throw refused;
};
