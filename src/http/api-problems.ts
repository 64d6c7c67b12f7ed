import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** RFC 9457, with our stable code; each problem adds members of its own. */
export class ProblemDocument {
  @ApiProperty({ example: '/problems/survey-incomplete' }) type!: string;
  @ApiProperty({ example: 'survey-incomplete' }) code!: string;
  @ApiProperty({ description: 'Thai, or English by Accept-Language.' }) title!: string;
  @ApiProperty() detail!: string;
  @ApiProperty({ type: 'integer', example: 409 }) status!: number;
  @ApiProperty({ required: false }) instance?: string;
}

/** Every refusal of a controller is a problem document. */
export const ApiProblems = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDocument),
    ...(['4XX', '5XX'] as const).map((status) =>
      ApiResponse({
        status,
        description: 'A problem document',
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) } } },
      }),
    ),
  );
