/** Of all pages of a list of models. */
export async function idsOf(models: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of models) ids.push(id);
  return ids;
}
