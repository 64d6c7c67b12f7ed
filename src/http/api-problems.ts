import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** RFC 9457 with a stable code. Each problem adds its own members. */
export class ProblemDocument {
  @ApiProperty({ example: '/problems/survey-incomplete' }) type!: string;
  @ApiProperty({ example: 'survey-incomplete' }) code!: string;
  @ApiProperty({ description: 'Thai, or English by Accept-Language.' }) title!: string;
  @ApiProperty() detail!: string;
  @ApiProperty({ type: 'integer', example: 409 }) status!: number;
  @ApiProperty({ required: false }) instance?: string;
}

/** Controllers answer every refusal with a problem document. */
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
