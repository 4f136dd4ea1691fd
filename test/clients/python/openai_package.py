"""What both APIs of the `openai` package share."""

import openai


def client(url: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0)


def image_url(image: dict) -> str:
    return image["url"] if "url" in image else f"data:{image['mediaType']};base64,{image['base64']}"


def thrown(error: Exception) -> dict:
    if not isinstance(error, openai.APIStatusError):
        return {"status": None, "retryAfter": None}
    return {"status": error.status_code, "retryAfter": error.response.headers.get("retry-after")}
