import wave

import litellm

with wave.open("talk.wav", "wb") as sound:
    sound.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
    sound.writeframes(b"\0\0" * 800)
with open("talk.wav", "rb") as file:
    print(litellm.transcription(model="openai/whisper-1", file=file, language="en")["text"])
with open("talk.wav", "rb") as file:
    talk = litellm.transcription(model="whisper-1", file=file, response_format="verbose_json")
print(talk.duration, [(segment["start"], segment["text"]) for segment in talk.segments])
